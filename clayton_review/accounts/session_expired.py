"""The page for a form that arrived after the session ended: typed text is not lost."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

NEVER_KEPT = ("credential", "code", "otp")
CSRF_FIELD = "csrfmiddlewaretoken"


def resend_page(request: HttpRequest) -> HttpResponse:
    """Return a page that says that nothing was saved and can send the fields again.

    It offers to sign in in another tab. Files and passwords are not kept. The form carries a fresh
    protection token of its own.
    """
    context = {
        "fields": [(name, value) for name, value in kept_fields(request) if name != CSRF_FIELD],
        "action": request.get_full_path(),
        "has_files": bool(request.FILES),
        "is_signed_in": request.user.is_authenticated,
    }
    page = render(request, "account/session_expired.html", context, status=403)
    page["Cache-Control"] = "private, no-store"
    return page


def kept_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the fields of a sent form as they can stand on a page that sends them again."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NEVER_KEPT and "password" not in name.lower()
    ]


def is_same_origin(request: HttpRequest) -> bool:
    """True if the browser says that a page of ours sent this; no other site can claim it."""
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.get_host()
