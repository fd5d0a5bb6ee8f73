"""What waits because of comments: what nobody can sign meanwhile, and what asks a person."""

from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, Count, F, OuterRef, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Concat, Left

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.web.day import Lot, Urgency
from clayton_review.web.kinds import local_day
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


def _asking(user: User, about: str) -> Any:
    mine = Comment.objects.visible_to(user).waiting_for(user).order_by().values("pk")
    return Comment.objects.filter(pk__in=mine, **{f"{about}__withdrawn_on__isnull": True}).exclude(
        **{about: None}
    )


_FOR = Concat(Value(" (for "), F("asked"), Value(")"), output_field=TextField())
COMMENT: dict[str, Any] = {
    "urgency": Urgency.ASKED,
    "one": "comment for you",
    "many": "comments for you",
    "heading": Left("text", 140),
    "due": local_day("at"),
}
LOTS = (
    Lot(
        name="findings that wait for comments",
        urgency=Urgency.COMING,
        one="finding with open comments",
        many="findings with open comments",
        permission=Permission.APPROVE_FINDINGS,
        rows=_waiting,
        heading=Concat(
            Value("Waiting for "),
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
    Lot(
        name="comments on findings",
        permission=Permission.READ_FINDINGS,
        rows=lambda user, _: _asking(user, "finding"),
        url_name="findings:finding_detail",
        address=("finding__reference",),
        all_url="findings:finding_list",
        **COMMENT,
    ),
    Lot(
        name="comments on recommendations",
        permission=Permission.READ_FINDINGS,
        rows=lambda user, _: _asking(user, "recommendation"),
        url_name="findings:recommendation_detail",
        address=("recommendation__reference",),
        all_url="findings:recommendation_list",
        **COMMENT,
    ),
)
