"""Residents' pages know no cookies: none reaches their views, and no answer varies by one."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from clayton_review.web.resident_pages import is_for_residents


class WithoutCookies:
    """Drops what a browser sends along, so that not even a signed-in person can be recognized.

    A cookie that a view sets is not hidden here: a test looks for it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_for_residents(request.path_info):
            request.META.pop("HTTP_COOKIE", None)
            request.COOKIES = {}
        return self.get_response(request)
