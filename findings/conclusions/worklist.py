"""Work queues of findings and comments; record type of findings."""

from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, Count, F, OuterRef, Subquery, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Concat

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.web import record_types, worklist
from clayton_review.web.record_types import RecordType, local_day, shortened
from clayton_review.web.worklist import QuickStart, Urgency, WorkQueue
from findings.conclusions.models.comments import Comment
from findings.conclusions.models.findings import Finding, FindingState
from findings.conclusions.selectors.comments import open_comments_for
from findings.releases.models import PublishedItem

BEFORE_RELEASE = (FindingState.IN_REVIEW, FindingState.APPROVED)


def with_open_comments(subject_field: str = "finding") -> Any:
    """Return the keys of records with an open comment, which nobody can sign, release or issue."""
    return (
        Comment.objects.open()
        .filter(**{f"{subject_field}__isnull": False})
        .order_by()
        .values(subject_field)
    )


def _held_by_comments(user: User, _: date) -> Any:
    """Return findings in review or approved with open comments, and the names of those asked."""
    comments = with_open_comments().filter(finding=OuterRef("pk"))
    names = StringAgg("mentioned__name", Value(", "), distinct=True)
    rows = Finding.objects.visible_to(user).current().filter(state__in=BEFORE_RELEASE)
    return rows.filter(pk__in=with_open_comments()).annotate(
        n_open=Subquery(comments.values(n=Count("pk"))),
        asked=Subquery(comments.values(who=names), output_field=TextField()),
    )


def _to_sign(user: User, _: date) -> Any:
    """Return findings in review without open comments of which this person is no author."""
    rows = Finding.objects.visible_to(user).current().filter(state=FindingState.IN_REVIEW)
    in_review = Finding.objects.filter(state=FindingState.IN_REVIEW)
    written = in_review.filter(versions__by=user).values("pk")
    linked = in_review.filter(links__recorded_by=user).values("pk")
    unlinked = in_review.filter(links__withdrawn_by=user).values("pk")
    others = (
        rows.exclude(recorded_by=user).exclude(pk__in=written).exclude(pk__in=with_open_comments())
    )
    return others.exclude(pk__in=linked).exclude(pk__in=unlinked)


def _findings(user: User, state: FindingState) -> Any:
    return Finding.objects.visible_to(user).current().filter(state=state)


def _content(name: str) -> Any:
    return KeyTextTransform(name, "content")


def _released_items(_: User) -> Any:
    published = PublishedItem.objects.published_at(clock.now())
    return published.filter(finding__isnull=False).order_by()


_FOR_WHOM = Concat(Value(" (for "), F("asked"), Value(")"), output_field=TextField())

COMMENT_QUEUE: dict[str, Any] = {
    "urgency": Urgency.ASKED,
    "singular": "comment for you",
    "plural": "comments for you",
    "heading": shortened("text", 140),
    "due": local_day("at"),
}

FINDING_QUEUE: dict[str, Any] = {
    "heading": "statement",
    "url_name": "findings:finding_detail",
    "all_url": "findings:finding_list",
}
FINDING_TYPE = RecordType(
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
    verb_phrases={"commented": "left a comment", "sent a finding to review": "sent it for review"},
)
# Released findings, for people who may not open the team's pages.
RELEASED_FINDING_TYPE = RecordType(
    name="released findings",
    label="Findings",
    noun="finding",
    model=PublishedItem,
    permission=Permission.USE_ACCOUNT,
    unless=frozenset({Permission.READ_FINDINGS}),
    is_in_changes=False,
    rows=_released_items,
    heading=Concat(
        F("reference"),
        Value(" · "),
        shortened(_content("statement"), 140),
        output_field=TextField(),
    ),
    url_name="dashboard:finding",
    search_fields=tuple(map(_content, ("statement", "condition", "criteria", "cause", "effect"))),
    newest="-reference",
    shape="finding",
)
record_types.register(FINDING_TYPE, RELEASED_FINDING_TYPE)
worklist.register(
    WorkQueue(
        name="findings to sign",
        urgency=Urgency.APPROVAL,
        singular="finding to sign",
        plural="findings to sign",
        permission=Permission.APPROVE_FINDINGS,
        rows=_to_sign,
        **FINDING_QUEUE,
    ),
    WorkQueue(
        name="findings to release",
        urgency=Urgency.APPROVAL,
        singular="finding to release",
        plural="findings to release",
        permission=Permission.RELEASE_FINDINGS,
        rows=lambda user, _: _findings(user, FindingState.APPROVED).exclude(
            pk__in=with_open_comments()
        ),
        **FINDING_QUEUE,
    ),
    WorkQueue(
        name="unsigned findings",
        urgency=Urgency.COMING,
        singular="finding not signed yet",
        plural="findings not signed yet",
        permission=Permission.RELEASE_FINDINGS,
        rows=lambda user, today: (
            _findings(user, FindingState.IN_REVIEW)
            .exclude(pk__in=_to_sign(user, today).values("pk"))
            .exclude(pk__in=with_open_comments())
        ),
        **FINDING_QUEUE,
    ),
    WorkQueue(
        name="drafts of findings",
        urgency=Urgency.DRAFT,
        singular="draft finding",
        plural="draft findings",
        permission=Permission.WRITE_FINDINGS,
        rows=lambda user, _: _findings(user, FindingState.DRAFT).filter(recorded_by=user),
        **FINDING_QUEUE,
    ),
    WorkQueue(
        name="findings that wait for comments",
        urgency=Urgency.COMING,
        singular="finding with open comments",
        plural="findings with open comments",
        permission=Permission.APPROVE_FINDINGS,
        rows=_held_by_comments,
        heading=Concat(
            Value("Waiting for "),
            Cast("n_open", TextField()),
            Case(
                When(n_open=1, then=Value(" comment")),
                default=Value(" comments"),
                output_field=TextField(),
            ),
            Case(
                When(asked__gt="", then=_FOR_WHOM),
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
        rows=lambda user, _: open_comments_for(user).filter(finding__isnull=False),
        url_name="findings:finding_detail",
        address=("finding__reference",),
        all_url="findings:finding_list",
        **COMMENT_QUEUE,
    ),
)
worklist.register_quick_starts(
    QuickStart("Write a finding", "findings:finding_create", Permission.WRITE_FINDINGS),
)
