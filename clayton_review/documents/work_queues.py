"""Work queues of requests and answers, for the addressee and for the team."""

from datetime import date
from typing import Any

from django.db.models import Case, F, OuterRef, Subquery, TextField, Value, When
from django.db.models.functions import Concat
from django.db.models.lookups import Exact

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import READERS, Permission
from clayton_review.documents.models import Answer, AnswerState, DocumentRequest
from clayton_review.documents.selectors import public_documents
from clayton_review.web import record_types
from clayton_review.web.worklist import Urgency, WorkQueue

_HEADING = record_types.cited("reference", "title", " · ")


def _asked_heading() -> Any:
    """Return the heading of a request to its addressee; it says if the answer was sent back."""
    states = Answer.objects.filter(request=OuterRef("pk")).order_by("-at").values("state")
    is_sent_back = Exact(Subquery(states[:1]), Value(AnswerState.SENT_BACK.value))
    sent_back = Case(
        When(is_sent_back, then=Value(" · sent back to you")),
        default=Value(""),
        output_field=TextField(),
    )
    return Concat(_HEADING, sent_back, output_field=TextField())


ASKED: dict[str, Any] = {
    "permission": Permission.ANSWER_REQUESTS,
    "heading": _asked_heading(),
    "url_name": "requests:answer",
    "due": "due_on",
    "all_url": "requests:city_list",
}


def _requests(user: User) -> Any:
    return DocumentRequest.objects.visible_to(user).current()


def _to_answer(user: User, today: date) -> Any:
    """Return open requests that are not overdue and have no answer to decide."""
    return _without_answer(_requests(user).open().filter(due_on__gte=today))


def _to_decide(user: User, _: date) -> Any:
    requests = _requests(user).order_by().values("pk")
    return Answer.objects.filter(state=AnswerState.WAITING, request__in=requests).exclude(by=user)


def _overdue_requests(user: User, today: date) -> Any:
    """Return requests past their due date that have no answer to decide."""
    return _without_answer(_requests(user).overdue(today))


def _without_answer(rows: Any) -> Any:
    waiting = Answer.objects.filter(state=AnswerState.WAITING).values("request")
    return rows.exclude(pk__in=waiting)


def _public_documents(_: User, __: date) -> Any:
    return public_documents().order_by()


QUEUES = (
    WorkQueue(
        name="answers to requests",
        urgency=Urgency.APPROVAL,
        singular="answer to a request",
        plural="answers to requests",
        permission=Permission.WRITE_DOCUMENTS,
        rows=_to_decide,
        heading=Concat(
            F("request__reference"), Value(" · "), F("request__title"), output_field=TextField()
        ),
        url_name="requests:decide",
        address=("request__reference", "pk"),
        due=record_types.local_day("at"),
        all_url="requests:list",
    ),
    WorkQueue(
        name="overdue requests to you",
        urgency=Urgency.OVERDUE,
        singular="overdue request",
        plural="overdue requests",
        late=("request", "requests"),
        rows=_overdue_requests,
        **ASKED,
    ),
    WorkQueue(
        name="requests to you",
        urgency=Urgency.ASKED,
        singular="request to answer",
        plural="requests to answer",
        rows=_to_answer,
        **ASKED,
    ),
    WorkQueue(
        name="overdue requests to the city",
        urgency=Urgency.OVERDUE,
        singular="overdue request to the city",
        plural="overdue requests to the city",
        late=("request to the city", "requests to the city"),
        rows=_overdue_requests,
        **{
            **ASKED,
            "permission": Permission.WRITE_DOCUMENTS,
            "heading": _HEADING,
            "url_name": "requests:detail",
            "all_url": "requests:list",
        },
    ),
    WorkQueue(
        name="documents made public",
        urgency=Urgency.LATEST,
        singular="public document",
        plural="public documents",
        permission=Permission.SEE_DASHBOARD,
        roles=READERS,
        rows=_public_documents,
        order=("-reference",),
        heading=record_types.cited("reference", "title", " · "),
        url_name="dashboard:documents",
        address=(),
        all_url="dashboard:documents",
    ),
)
