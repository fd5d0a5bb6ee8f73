"""Text and notices of a page as a test reads them."""

from typing import Any

from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse


def page_text(client: Client, name: str, *args: object, **query: str) -> str:
    """Return the HTML of the page with this URL name."""
    return client.get(reverse(f"findings:{name}", args=args), query).content.decode()


def notices(answer: Any) -> list[str]:
    """Return the notices that the next page after an answer will show."""
    return [str(message) for message in get_messages(answer.wsgi_request)]
