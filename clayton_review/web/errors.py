"""The pages of errors; none of them asks the database, the session or the visitor."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_path, override

from clayton_review.languages import ENGLISH

PROGRAMS = {
    400: "The request is not valid.",
    403: "Your role cannot read this.",
    404: "There is nothing here that you can see.",
    413: "This address does not take so much.",
    500: "Something is wrong on our side.",
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
    known = {
        "is_demonstration": is_demonstration,
        "front_url": "/" if language == ENGLISH else f"/{language}/",
    }
    with override(language):
        return render_to_string(f"errors/{template}.html", known)


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
    """Answer 500: the portal failed."""
    return _page(request, "500", 500)
