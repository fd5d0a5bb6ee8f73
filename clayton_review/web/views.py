"""Pages that belong to no app: start, health, the gallery of components, errors."""

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from redis.exceptions import RedisError

from clayton_review.accounts.access import allow, public
from clayton_review.accounts.expired import is_from_here, resend_page
from clayton_review.accounts.roles import Permission
from clayton_review.web.gallery import examples


@allow(Permission.USE_ACCOUNT)
def start(request: HttpRequest) -> HttpResponse:
    """The first page after signing in: what this person can do here."""
    return render(request, "web/start.html")


@public
def components(request: HttpRequest) -> HttpResponse:
    """Every component with its examples, for the people who build pages."""
    if settings.PRODUCTION:
        raise Http404
    return render(request, "web/components.html", examples(request))


@public
def health(request: HttpRequest) -> HttpResponse:
    """200 only when the database and the broker answer."""
    answers = {"database": _database_answers(), "broker": _broker_answers()}
    return JsonResponse(answers, status=200 if all(answers.values()) else 503)


@public
def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page behind a form whose protection token no longer fits; ours keeps what was typed."""
    if is_from_here(request) and request.POST:
        return resend_page(request)
    return render(request, "errors/form_expired.html", status=403)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _broker_answers() -> bool:
    try:
        cache.get("health")
    except RedisError:
        return False
    return True
