"""The page for a form that arrived after the session ended: typed text is not lost."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve

from clayton_review.accounts.access import required_access

NEVER_KEPT = ("credential", "code", "otp")
CSRF_FIELD = "csrfmiddlewaretoken"


def resend_page(request: HttpRequest) -> HttpResponse:
    """Return a page that says that nothing was saved and can send the fields again.

    It offers to sign in in another tab, where that is needed. Files and passwords are not kept. The
    form carries a fresh protection token of its own.
    """
    fields = [(name, value) for name, value in kept_fields(request) if name != CSRF_FIELD]
    context = {
        "fields": fields,
        "has_secrets": bool(set(request.POST) - {name for name, _ in fields} - {CSRF_FIELD}),
        "action": request.get_full_path(),
        "has_files": bool(request.FILES),
        "is_to_sign_in": not request.user.is_authenticated and _is_for_people(request),
    }
    page = render(request, "account/session_expired.html", context, status=403)
    page["Cache-Control"] = "private, no-store"
    return page


def _is_for_people(request: HttpRequest) -> bool:
    """True if the page is for people who are signed in."""
    match = resolve(request.path_info)
    access = required_access(match.func, match.url_name or "")
    return access is None or access.permission is not None


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
