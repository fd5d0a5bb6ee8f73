"""The pages of errors; none of them reads the database."""

import sys
from contextlib import suppress
from functools import cache
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_path, override
from redis.exceptions import RedisError

from clayton_review.accounts.session_expired import kept_fields
from clayton_review.jobs.error_words import is_disk_full
from clayton_review.languages import ENGLISH
from clayton_review.vault.crypto import VaultError
from clayton_review.web.resident_pages import is_for_residents

OUTAGES = (OperationalError, InterfaceError, RedisError)
RETRY_AFTER_SECONDS = "10"
TEMPLATES = {500: "500", 503: "503", 507: "507"}
PROGRAMS = {
    400: "The request is not valid.",
    403: "Your role cannot read this.",
    404: "There is nothing here that you can see.",
    413: "This address does not take so much.",
    500: "Something is wrong on our side.",
    503: "This does not answer right now. Try again in a minute.",
    507: "The portal’s disk is full.",
}


def _page(request: HttpRequest, template: str, status: int, **known: str | bool) -> HttpResponse:
    if request.path.startswith("/api/"):  # programs get what they can read
        return JsonResponse({"detail": PROGRAMS[status]}, status=status)
    language = get_language_from_path(request.path) or ENGLISH
    if status == 403:  # only the team meets it
        language = ENGLISH
    text = page_text(template, language, is_demonstration=settings.DEMONSTRATION, **known)
    return HttpResponse(text, status=status)


@cache  # a flood of wrong addresses costs little
def page_text(template: str, language: str, *, is_demonstration: bool, **known: str | bool) -> str:
    """Return the page of an error, the same for every visitor."""
    with override(language):
        known |= _known(language, is_demonstration)
        return render_to_string(f"errors/{template}.html", known)


def _known(language: str, is_demonstration: bool) -> dict[str, Any]:  # noqa: FBT001  # a plain fact
    front_url = "/" if language == ENGLISH else f"/{language}/"
    return {"is_demonstration": is_demonstration, "front_url": front_url}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400: the request makes no sense, or its fields are too many or too long."""
    return _page(request, "400", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403: the person is signed in, but may not do this."""
    return _page(request, "403", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404: there is no such page, or this visitor may not know of it."""
    return _page(request, "404", 404)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer 413: more was announced than this address takes; none of it was read."""
    return _page(request, "413", 413)


def files_too_large(request: HttpRequest, limit_words: str, *, may_send: bool) -> HttpResponse:
    """Answer 413 where files can be sent: they were too large, or the visitor may not send any."""
    return _page(
        request,
        "413_files",
        413,
        limit_words=limit_words,
        may_send=may_send,
        is_signed_in=request.user.is_authenticated,
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 while the database or Redis does not answer in time, 507 on a full disk, else 500.

    A form that was sent meanwhile stays on the page and can be sent again. Where a key does not fit
    what is stored, the answer is 503 too.
    """
    error = sys.exc_info()[1]
    _close_unfinished_files(request)
    if isinstance(error, VaultError):
        return _page(request, "unreadable", 503)
    status = 503 if isinstance(error, OUTAGES) else 507 if is_disk_full(error) else 500
    if is_for_residents(request.path_info):
        status = 503 if status == 507 else status  # to residents a full disk is an outage
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        response = _page_with_form(request, "resident", status, fields)
    elif status != 500 and _can_be_sent_again(request):
        response = _page_with_form(request, TEMPLATES[status], status, kept_fields(request))
    else:
        response = _page(request, TEMPLATES[status], status)
    if status == 503:
        response.headers["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def _close_unfinished_files(request: HttpRequest) -> None:
    """Delete the file that was being written, which frees its space on a full disk."""
    for handler in getattr(request, "_upload_handlers", ()):
        with suppress(OSError):  # what is left to write does not fit either
            if file := getattr(handler, "file", None):
                file.close()


def _can_be_sent_again(request: HttpRequest) -> bool:
    """True if a person sent a form that holds no password or code."""
    if request.method != "POST" or request.path.startswith("/api/"):
        return False
    n_sent = sum(len(values) for _, values in request.POST.lists())
    return len(kept_fields(request)) == n_sent


def _page_with_form(
    request: HttpRequest, template: str, status: int, fields: list[tuple[str, str]]
) -> HttpResponse:
    """Return a page that keeps what was sent, and sends it again at the press of a button."""
    language = get_language_from_path(request.path) or ENGLISH
    known = _known(language, settings.DEMONSTRATION) | {
        "action": request.get_full_path(),
        "fields": fields,
        "has_files": bool(request.FILES),
    }
    with override(language):
        html = render_to_string(f"errors/{template}.html", known)
    return HttpResponse(html, status=status, headers={"Cache-Control": "private, no-store"})
