"""Requests as they are read: what needs doing first, their history, and their counts in time."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, When

from clayton_review import clock
from clayton_review.audit.models import AuditEntry
from clayton_review.documents.models import (
    ANSWERED,
    OPEN,
    Answer,
    AnswerKind,
    AnswerState,
    DocumentRequest,
    Entry,
    RequestStatus,
)


def for_addressee(rows: QuerySet[DocumentRequest]) -> QuerySet[DocumentRequest]:
    """Add `turn` for sorting (overdue, open, with the study, answered) and `n_waiting`."""
    late = Q(status__in=OPEN, due_on__lt=clock.today())
    return by_need(rows).annotate(
        turn=Case(
            When(late, then=0),
            When(need=2, then=1),
            When(status__in=OPEN, then=2),
            default=3,
            output_field=IntegerField(),
        )
    )


def by_need(rows: QuerySet[DocumentRequest]) -> QuerySet[DocumentRequest]:
    """Add `need` for sorting (answer to decide, overdue, open, answered) and `n_waiting`."""
    today = clock.today()
    return rows.annotate(
        n_waiting=Count("answers", filter=Q(answers__state=AnswerState.WAITING))
    ).annotate(
        need=Case(
            When(n_waiting__gt=0, then=0),
            When(status__in=OPEN, due_on__lt=today, then=1),
            When(status__in=OPEN, then=2),
            default=3,
            output_field=IntegerField(),
        )
    )


def still_missing(request: DocumentRequest) -> Answer | None:
    """Return the last answer if the team took it in part or sent it back; else None."""
    if not request.is_open:
        return None
    in_words = [kind for kind in AnswerKind if kind.is_answered_in_words]
    answers = request.answers.exclude(kind__in=in_words).select_related("decided_by")
    last = answers.order_by("at").last()
    return last if last and last.state != AnswerState.WAITING and last.decision else None


@dataclass(frozen=True)
class RequestNeeds:
    """Counts of requests by what they need."""

    n_all: int
    n_open: int
    n_overdue: int
    n_waiting: int


def count_by_need(rows: QuerySet[DocumentRequest]) -> RequestNeeds:
    """Return the counts shown above a list, from one query."""
    today = clock.today()
    is_open = Q(status__in=OPEN)
    counts = rows.aggregate(
        n_all=Count("pk", distinct=True),
        n_open=Count("pk", filter=is_open, distinct=True),
        n_overdue=Count("pk", filter=is_open & Q(due_on__lt=today), distinct=True),
        n_waiting=Count("pk", filter=Q(answers__state=AnswerState.WAITING), distinct=True),
    )
    return RequestNeeds(**counts)


@dataclass(frozen=True)
class RequestCounts:
    """Requests by status at a moment; `median_days` from asking to the answer, None without one."""

    by_status: Counter[str]
    n_overdue: int
    median_days: float | None

    @property
    def n_asked(self) -> int:
        """Count the requests, without withdrawn ones."""
        return self.by_status.total() - self.by_status[RequestStatus.WITHDRAWN]

    @property
    def n_answered(self) -> int:
        return sum(self.by_status[status] for status in ANSWERED)


def _last_due_date(as_of: datetime) -> QuerySet[AuditEntry, str]:
    """Return the last audit row, as JSON, that set or changed a request's due date by a moment."""
    return (
        AuditEntry.objects.filter(
            object_type=DocumentRequest._meta.label,
            object_id=OuterRef("reference"),
            payload__contains='"due_on"',
            at__lte=as_of,
        )
        .order_by("-id")
        .values_list("payload", flat=True)[:1]
    )


def _due_then(audited: str | None, due_on: date) -> date:
    """Return the due date that an audit row holds; today's where an older row does not say it."""
    then = json.loads(audited or "{}").get("due_on")
    return date.fromisoformat(then) if then else due_on


def counts(as_of: datetime) -> RequestCounts:
    """Return the state of requests at a moment, from their history up to it."""
    status_then = (
        Entry.objects.filter(request=OuterRef("pk"), at__lte=as_of)
        .order_by("-at", "-id")
        .values("status")[:1]
    )
    rows = (
        DocumentRequest.objects.filter(recorded_at__lte=as_of)
        .annotate(then=Subquery(status_then), audited=Subquery(_last_due_date(as_of)))
        .values_list("then", "audited", "status", "due_on", "asked_on", "answered_on")
    )
    today = clock.local(as_of).date()
    n_by_state: Counter[str] = Counter()
    days, n_overdue = [], 0
    for then, audited, status, due_on, asked_on, answered_on in rows:
        now = then or RequestStatus.ASKED
        n_by_state[now] += 1
        n_overdue += now in OPEN and _due_then(audited, due_on) < today
        if now in ANSWERED and now == status and answered_on:
            days.append((answered_on - asked_on).days)
    return RequestCounts(n_by_state, n_overdue, float(median(days)) if days else None)
