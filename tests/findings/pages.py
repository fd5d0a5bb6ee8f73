"""Text of a page as a test reads it."""

from django.test import Client
from django.urls import reverse


def page_text(client: Client, name: str, *args: object, **query: str) -> str:
    """Return the HTML of the page with this URL name."""
    return client.get(reverse(f"findings:{name}", args=args), query).content.decode()
