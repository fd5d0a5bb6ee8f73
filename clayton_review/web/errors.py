"""The pages of errors; none of them asks the database, the session or the visitor."""

import sys
from functools import cache
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_path, override
from redis.exceptions import RedisError

from clayton_review.languages import ENGLISH
from clayton_review.vault.crypto import VaultError
from clayton_review.web.resident_pages import is_for_residents

OUTAGES = (OperationalError, InterfaceError, RedisError)
RETRY_AFTER_SECONDS = "10"
PROGRAMS = {
    400: "The request is not valid.",
    403: "Your role cannot read this.",
    404: "There is nothing here that you can see.",
    413: "This address does not take so much.",
    500: "Something is wrong on our side.",
    503: "This does not answer right now. Try again in a minute.",
}


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    if request.path.startswith("/api/"):  # programs get what they can read
        return JsonResponse({"detail": PROGRAMS[status]}, status=status)
    language = get_language_from_path(request.path) or ENGLISH
    if status == 403:  # only the team meets it
        language = ENGLISH
    return HttpResponse(
        page_text(template, language, is_demonstration=settings.DEMONSTRATION), status=status
    )


@cache  # a flood of wrong addresses costs little
def page_text(template: str, language: str, *, is_demonstration: bool) -> str:
    """Return the page of an error, the same for every visitor."""
    with override(language):
        return render_to_string(f"errors/{template}.html", _known(language, is_demonstration))


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


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 while the database, Redis or a key is missing, else 500: the portal failed."""
    error = sys.exc_info()[1]
    is_outage = isinstance(error, OUTAGES)
    template, status = ("503", 503) if is_outage else ("500", 500)
    if isinstance(error, VaultError):
        template, status = "unreadable", 503
    if is_for_residents(request.path_info):
        response = _page_for_residents(request, status)
    else:
        response = _page(request, template, status)
    if is_outage:
        response.headers["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def _page_for_residents(request: HttpRequest, status: int) -> HttpResponse:
    """Return a page that keeps all that was sent, and sends it again at the press of a button."""
    language = get_language_from_path(request.path) or ENGLISH
    known = _known(language, settings.DEMONSTRATION) | {
        "action": request.path,
        "fields": [(name, value) for name, values in request.POST.lists() for value in values],
    }
    with override(language):
        html = render_to_string("errors/resident.html", known)
    return HttpResponse(html, status=status, headers={"Cache-Control": "private, no-store"})
