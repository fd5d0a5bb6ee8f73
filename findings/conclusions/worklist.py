"""Findings and comments that wait; findings as they are searched and followed."""

from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, Count, F, OuterRef, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Concat, Left

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.web import record_types, worklist
from clayton_review.web.record_types import RecordType, local_day
from clayton_review.web.worklist import QuickStart, Urgency, WorkQueue
from findings.conclusions.models.comments import Comment
from findings.conclusions.models.findings import Finding, FindingState

ON_THE_WAY = (FindingState.IN_REVIEW, FindingState.APPROVED)


def discussed(about: str = "finding") -> Any:
    """What has an open comment: nothing of it is signed, released or issued meanwhile."""
    return Comment.objects.open().filter(**{f"{about}__isnull": False}).order_by().values(about)


def _waiting(user: User, _: date) -> Any:
    """Findings on their way out with open comments, each with their number and who is asked."""
    mine = discussed().filter(finding=OuterRef("pk"))
    names = StringAgg("mentioned__name", Value(", "), distinct=True)
    rows = Finding.objects.visible_to(user).current().filter(state__in=ON_THE_WAY)
    return rows.filter(pk__in=discussed()).annotate(
        n_open=Subquery(mine.values(n=Count("pk"))),
        asked=Subquery(mine.values(who=names), output_field=TextField()),
    )


def asking(user: User, about: str) -> Any:
    mine = Comment.objects.visible_to(user).waiting_for(user).order_by().values("pk")
    return Comment.objects.filter(pk__in=mine, **{f"{about}__withdrawn_on__isnull": True}).exclude(
        **{about: None}
    )


def _to_sign(user: User, _: date) -> Any:
    """In review, no comment open, neither words nor evidence by them (`policies.authors`)."""
    rows = Finding.objects.visible_to(user).current().filter(state=FindingState.IN_REVIEW)
    mine = Finding.objects.filter(state=FindingState.IN_REVIEW)
    written = mine.filter(versions__by=user).values("pk")
    linked = mine.filter(links__recorded_by=user).values("pk")
    unlinked = mine.filter(links__withdrawn_by=user).values("pk")
    others = rows.exclude(recorded_by=user).exclude(pk__in=written).exclude(pk__in=discussed())
    return others.exclude(pk__in=linked).exclude(pk__in=unlinked)


def _findings(user: User, state: FindingState) -> Any:
    return Finding.objects.visible_to(user).current().filter(state=state)


_FOR = Concat(Value(" (for "), F("asked"), Value(")"), output_field=TextField())

COMMENT: dict[str, Any] = {
    "urgency": Urgency.ASKED,
    "one": "comment for you",
    "many": "comments for you",
    "heading": Left("text", 140),
    "due": local_day("at"),
}

FINDING_QUEUE: dict[str, Any] = {
    "heading": "statement",
    "url_name": "findings:finding_detail",
    "all_url": "findings:finding_list",
}
FINDING = RecordType(
    name="findings",
    label="Findings",
    noun="finding",
    model=Finding,
    permission=Permission.READ_FINDINGS,
    rows=lambda user: Finding.objects.visible_to(user).current(),
    heading=record_types.cited("reference", "statement", " · "),
    url_name="findings:finding_detail",
    search_fields=("statement", "condition", "criteria", "cause", "effect"),
    shape="finding",
)
record_types.register(FINDING)
worklist.register(
    WorkQueue(
        name="findings to sign",
        urgency=Urgency.APPROVAL,
        one="finding to sign",
        many="findings to sign",
        permission=Permission.APPROVE_FINDINGS,
        rows=_to_sign,
        **FINDING_QUEUE,
    ),
    WorkQueue(
        name="findings to release",
        urgency=Urgency.APPROVAL,
        one="finding to release",
        many="findings to release",
        permission=Permission.RELEASE_FINDINGS,
        rows=lambda user, _: _findings(user, FindingState.APPROVED).exclude(pk__in=discussed()),
        **FINDING_QUEUE,
    ),
    WorkQueue(
        name="unsigned findings",
        urgency=Urgency.COMING,
        one="finding not signed yet",
        many="findings not signed yet",
        permission=Permission.RELEASE_FINDINGS,
        rows=lambda user, today: (
            _findings(user, FindingState.IN_REVIEW)
            .exclude(pk__in=_to_sign(user, today).values("pk"))
            .exclude(pk__in=discussed())
        ),
        **FINDING_QUEUE,
    ),
    WorkQueue(
        name="drafts of findings",
        urgency=Urgency.DRAFT,
        one="draft finding",
        many="draft findings",
        permission=Permission.WRITE_FINDINGS,
        rows=lambda user, _: _findings(user, FindingState.DRAFT).filter(recorded_by=user),
        **FINDING_QUEUE,
    ),
    WorkQueue(
        name="findings that wait for comments",
        urgency=Urgency.COMING,
        one="finding with open comments",
        many="findings with open comments",
        permission=Permission.APPROVE_FINDINGS,
        rows=_waiting,
        heading=Concat(
            Value("Waits for "),
            Cast("n_open", TextField()),
            Case(
                When(n_open=1, then=Value(" comment")),
                default=Value(" comments"),
                output_field=TextField(),
            ),
            Case(
                When(asked__gt="", then=_FOR),
                default=Value(""),
                output_field=TextField(),
            ),
            Value(": "),
            F("statement"),
            output_field=TextField(),
        ),
        url_name="findings:finding_detail",
        all_url="findings:finding_list",
    ),
    WorkQueue(
        name="comments on findings",
        permission=Permission.READ_FINDINGS,
        rows=lambda user, _: asking(user, "finding"),
        url_name="findings:finding_detail",
        address=("finding__reference",),
        all_url="findings:finding_list",
        **COMMENT,
    ),
)
worklist.register_quick_starts(
    QuickStart("Write a finding", "findings:finding_create", Permission.WRITE_FINDINGS),
)
