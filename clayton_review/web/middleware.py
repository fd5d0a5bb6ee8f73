"""Refusal of NUL bytes, and secret addresses that browsers do not repeat."""

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse

from clayton_review.web.resident_pages import is_for_residents


class NoNullBytes:
    """Answers 400 before any view or query sees the byte; PostgreSQL cannot even compare it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        texts = [request.path_info, query.replace("%00", "\x00"), *request.COOKIES.values()]
        if any("\x00" in text for text in texts):
            raise SuspiciousOperation("The address or a cookie holds a NUL byte.")
        return self.get_response(request)


class SecretAddresses:
    """Lets browsers say only which site a file is asked for from, so that no log can hold more.

    A browser that names no site at all could not send a form: its origin would be unknown too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if is_for_residents(request.path_info) or (match and "token" in match.kwargs):
            response.headers["Referrer-Policy"] = "strict-origin"
        return response
