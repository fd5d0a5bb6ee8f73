"""Refuses addresses and cookies that hold a NUL byte, which PostgreSQL cannot even compare."""

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse


class NoNullBytes:
    """Answers 400 before any view or query sees the byte."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        texts = [request.path_info, query.replace("%00", "\x00"), *request.COOKIES.values()]
        if any("\x00" in text for text in texts):
            raise SuspiciousOperation("The address or a cookie holds a NUL byte.")
        return self.get_response(request)
