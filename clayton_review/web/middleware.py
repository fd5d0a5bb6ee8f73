"""Refusal of odd methods, NUL bytes and devices, and secret addresses not repeated."""

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from clayton_review.web.resident_pages import is_for_residents

_OFF = (
    "accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture",
    "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "serial",
    "usb",
)  # fmt: skip
_OWN = ("publickey-credentials-create", "publickey-credentials-get")
PERMISSIONS_POLICY = ", ".join([*(f"{name}=()" for name in _OFF), *(f"{n}=(self)" for n in _OWN)])


METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")


class KnownMethods:
    """Answers 405 to TRACE and whatever else no page of ours is asked with."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)


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
    """Keeps secret addresses out of the Referer header: browsers send the name of the site only.

    With no referrer at all, the check of a form's origin would refuse every form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if is_for_residents(request.path_info) or (match and "token" in match.kwargs):
            response.headers["Referrer-Policy"] = "strict-origin"
        return response


class PermissionsPolicy:
    """Tells browsers that no page, and nothing inside a page, may use a device or sensor.

    Passkeys are the exception, for our own pages.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        return response
