"""Residents' pages know no cookies: none reaches their views, and no answer varies by one."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_RESIDENTS = re.compile(r"/(?:[a-z]{2}/)?(?:survey|tell)/")


class WithoutCookies:
    """Drops what a browser sends along, so that not even a signed-in person can be recognized.

    A cookie that a view sets is not hidden here: a test looks for it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _RESIDENTS.match(request.path_info):
            request.META.pop("HTTP_COOKIE", None)
            request.COOKIES = {}
        return self.get_response(request)
