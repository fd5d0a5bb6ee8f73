"""Text of a page as a test reads it."""

from django.test import Client
from django.urls import reverse


def page_text(client: Client, name: str, *args: object, **query: str) -> str:
    return client.get(reverse(f"findings:{name}", args=args), query).content.decode()
