"""Signs in a request of where it comes from; a CSRF cookie would be an identifier."""

from urllib.parse import urlsplit

from django.http import HttpRequest


def came_from_here(request: HttpRequest) -> bool:
    """True if the browser says that a page of ours sent the form, or is too old to say anything."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin", "")
    return not origin or urlsplit(origin).netloc == request.get_host()


def names_language(request: HttpRequest) -> bool:
    """True if the sender named a language, as every browser does in each request."""
    return bool(request.headers.get("Accept-Language"))
