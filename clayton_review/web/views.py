"""Pages that belong to no app: start, health, the gallery of components, errors."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from clayton_review import clock
from clayton_review.accounts.access import allow, person, public
from clayton_review.accounts.preferences import note_visit
from clayton_review.accounts.roles import Permission
from clayton_review.accounts.session_expired import is_same_origin, resend_page
from clayton_review.web import search as searching
from clayton_review.web import worklist
from clayton_review.web.changes import changes_since
from clayton_review.web.gallery import examples
from clayton_review.web.health import health_readings
from clayton_review.web.late.selectors import is_work_on_time
from clayton_review.web.search_text import words_of

LONGEST_SEARCH = 200


@allow(Permission.USE_ACCOUNT)
def start(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person, what changed since their last visit, and quick starts."""
    user = person(request)
    waiting = worklist.waiting(user)
    context = {
        "statement": worklist.statement(waiting),
        "groups": worklist.by_urgency(waiting),
        "notices": worklist.notices(user),
        "quick_starts": worklist.quick_starts(user),
        "changes": changes_since(user, note_visit(by=user)),
        "today": clock.today(),
    }
    return render(request, "web/start.html", context)


@require_safe
@allow(Permission.USE_ACCOUNT)
def search(request: HttpRequest) -> HttpResponse:
    """Show the records that hold the typed words, of all this person may open."""
    user, typed = person(request), request.GET.get("q", "")[:LONGEST_SEARCH]
    kind = request.GET.get("kind", "")
    if not kind and (address := searching.jump(user, typed)):
        return redirect(address)
    context: dict[str, Any] = {"typed": typed, "kind": kind, "words": words_of(typed)}
    if kind:
        group = searching.search_record_type(user, typed, kind, request.GET.get("page", "1"))
        context["groups"] = [group] if group and group.n else []
    else:
        context["groups"] = searching.search(user, typed)
    return render(
        request, "web/search.html", context | {"record_types": searching.searchable(user)}
    )


@public
def components(request: HttpRequest) -> HttpResponse:
    """Show every component with its examples, for those who build pages."""
    if settings.PRODUCTION:
        raise Http404
    return render(request, "web/components.html", examples(request))


@public
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 if database and broker answer, else 503; say if work is late, but not which."""
    answers = {"database": _database_answers(), "broker": _broker_answers()}
    is_up = all(answers.values())
    on_time = {"work_on_time": is_up and is_work_on_time()}
    readings = health_readings(has_database=answers["database"])
    return JsonResponse(answers | on_time | readings, status=200 if is_up else 503)


@public
def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show a page when a form's protection token has expired; our own form keeps what was typed."""
    if is_same_origin(request) and request.POST:
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
