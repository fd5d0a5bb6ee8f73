"""Work queues of recommendations for the team and the city; record types of recommendations."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Concat

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.web import record_types, worklist
from clayton_review.web.record_types import RecordType, shortened
from clayton_review.web.worklist import QuickStart, Urgency, WorkQueue
from findings.conclusions.models.versions import Version
from findings.conclusions.selectors.comments import open_comments_for
from findings.conclusions.worklist import COMMENT_QUEUE, with_open_comments
from findings.recommendations.models.recommendations import (
    CLOSED,
    ISSUED_FIELDS,
    Recommendation,
    RecommendationStatus,
    StatusChange,
)
from findings.releases.models import PublishedItem

SOON = timedelta(days=30)


def _content(name: str) -> Any:
    return KeyTextTransform(name, "content")


def _issued_items(_: User) -> Any:
    published = PublishedItem.objects.published_at(clock.now())
    return published.filter(recommendation__isnull=False).order_by()


def _recommendations(user: User) -> Any:
    return Recommendation.objects.visible_to(user).current()


def _issued_recommendations(user: User) -> Any:
    return _recommendations(user).filter(issued_at__isnull=False)


def _to_verify(user: User, _: date) -> Any:
    """Return recommendations reported as implemented that this person may verify."""
    reports = StatusChange.objects.filter(
        recommendation=OuterRef("pk"), status=RecommendationStatus.REPORTED
    )
    reporter = reports.order_by("-at").values("by")[:1]
    rows = (
        _recommendations(user)
        .filter(status=RecommendationStatus.REPORTED)
        .exclude(recorded_by=user)
    )
    return (
        rows.annotate(reporter=Subquery(reporter))
        .exclude(reporter=user.pk)
        .exclude(Exists(_rewritten_by(user)))
    )


def _rewritten_by(user: User) -> Any:
    """Return the versions by this person of a recommendation that changed what the issue fixes.

    The rule of `policies.writers`, in SQL.
    """
    earlier = Version.objects.filter(
        recommendation=OuterRef("recommendation"), revision__lt=OuterRef("revision")
    ).order_by("-revision")
    rows = Version.objects.filter(recommendation=OuterRef("pk"), by=user)
    is_same = Q()
    for name in ISSUED_FIELDS:
        words = Coalesce(KeyTextTransform(name, "words"), Value(""), output_field=TextField())
        former = Subquery(earlier.annotate(former=words).values("former")[:1])
        rows = rows.annotate(**{f"now_{name}": words, f"former_{name}": former})
        is_same &= Q(**{f"now_{name}": F(f"former_{name}")})
    return rows.exclude(is_same)


TEAM_QUEUE: dict[str, Any] = {
    "permission": Permission.WRITE_RECOMMENDATIONS,
    "heading": shortened("text", 160),
    "url_name": "findings:recommendation_detail",
    "due": "due_on",
    "all_url": "findings:recommendation_list",
}

CITY_QUEUE: dict[str, Any] = {
    **TEAM_QUEUE,
    "permission": Permission.REPORT_PROGRESS,
    "url_name": "findings:progress_report",
    "all_url": "findings:progress_list",
}

OVERDUE: dict[str, Any] = {
    "urgency": Urgency.OVERDUE,
    "singular": "overdue recommendation",
    "plural": "overdue recommendations",
    "late": ("recommendation", "recommendations"),
    "rows": lambda user, today: _issued_recommendations(user).overdue(today),
}

RECOMMENDATION_FIELDS: dict[str, Any] = {
    "label": "Recommendations",
    "noun": "recommendation",
    "model": Recommendation,
    "rows": lambda user: Recommendation.objects.visible_to(user).current(),
    "heading": Concat(
        F("reference"), Value(" · "), shortened("text", 140), output_field=TextField()
    ),
    "search_fields": ("text", "addressee", "owner", "measure_of_done"),
    "shape": "recommendation",
    "verb_phrases": {"commented": "left a comment"},
}
RECOMMENDATION_TYPE = RecordType(
    name="recommendations",
    permission=Permission.READ_RECOMMENDATIONS,
    url_name="findings:recommendation_detail",
    **RECOMMENDATION_FIELDS,
)
CITY_RECOMMENDATION_TYPE = RecordType(
    name="recommendations to the city",
    permission=Permission.REPORT_PROGRESS,
    url_name="findings:progress_report",
    **RECOMMENDATION_FIELDS,
)
# Issued recommendations, for people who may open neither the team's nor the city's pages.
ISSUED_RECOMMENDATION_TYPE = RecordType(
    name="issued recommendations",
    label="Recommendations",
    noun="recommendation",
    model=PublishedItem,
    permission=Permission.SEE_DASHBOARD,
    unless=frozenset({Permission.READ_RECOMMENDATIONS, Permission.REPORT_PROGRESS}),
    is_in_changes=False,
    rows=_issued_items,
    heading=Concat(
        F("reference"), Value(" · "), shortened(_content("text"), 140), output_field=TextField()
    ),
    url_name="dashboard:board_recommendation",
    search_fields=tuple(
        map(_content, ("text", "addressee", "measure_of_done", "goal", "action_step"))
    ),
    newest="-reference",
    shape="recommendation",
)
record_types.register(RECOMMENDATION_TYPE, CITY_RECOMMENDATION_TYPE, ISSUED_RECOMMENDATION_TYPE)
worklist.register(
    WorkQueue(
        name="recommendations to verify",
        urgency=Urgency.APPROVAL,
        singular="recommendation to verify",
        plural="recommendations to verify",
        rows=_to_verify,
        **TEAM_QUEUE,
    ),
    WorkQueue(
        name="recommendations to issue",
        urgency=Urgency.APPROVAL,
        singular="recommendation to issue",
        plural="recommendations to issue",
        rows=lambda user, _: (
            _recommendations(user)
            .filter(issued_at__isnull=True)
            .exclude(pk__in=with_open_comments("recommendation"))
        ),
        **{**TEAM_QUEUE, "permission": Permission.RELEASE_FINDINGS},
    ),
    WorkQueue(
        name="overdue recommendations",
        **OVERDUE,
        **TEAM_QUEUE,
    ),
    WorkQueue(
        name="the city's overdue recommendations",
        **OVERDUE,
        **CITY_QUEUE,
    ),
    WorkQueue(
        name="recommendations not answered yet",
        urgency=Urgency.ASKED,
        singular="recommendation not answered yet",
        plural="recommendations not answered yet",
        rows=lambda user, today: (
            _issued_recommendations(user)
            .filter(status=RecommendationStatus.NO_RESPONSE)
            .exclude(due_on__lt=today)
        ),
        **CITY_QUEUE,
    ),
    WorkQueue(
        name="recommendations due soon",
        urgency=Urgency.COMING,
        singular="recommendation due",
        plural="recommendations due",
        rows=lambda user, today: (
            _issued_recommendations(user)
            .filter(due_on__range=(today, today + SOON))
            .exclude(status__in=[*CLOSED, RecommendationStatus.NO_RESPONSE])
        ),
        **CITY_QUEUE,
    ),
    WorkQueue(
        name="comments on recommendations",
        permission=Permission.READ_FINDINGS,
        rows=lambda user, _: open_comments_for(user).filter(recommendation__isnull=False),
        url_name="findings:recommendation_detail",
        address=("recommendation__reference",),
        all_url="findings:recommendation_list",
        **COMMENT_QUEUE,
    ),
)
worklist.register_quick_starts(
    QuickStart("Recommendations to the city", "findings:progress_list", Permission.REPORT_PROGRESS),
)
