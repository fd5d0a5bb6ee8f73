"""Recommendations that wait for the team or the city."""

from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from findings.conclusions.selectors.work_items import MAX_ITEMS, WorkItem, comment_work_items
from findings.recommendations.models.recommendations import Recommendation, RecommendationStatus
from findings.recommendations.policies import can_verify


def recommendation_work_items(user: User) -> list[WorkItem]:
    """List questions to this person and recommendations to verify, chase or issue."""
    today = clock.today()
    rows = Recommendation.objects.visible_to(user).current().with_urgency(today)
    tasks = comment_work_items(user, "recommendation")
    open_rows = rows.filter(urgency__lt=4).prefetch_related("versions", "changes")
    for row in open_rows.order_by("urgency", "due_on", "reference"):
        reason = _reason(row, user, is_late=row.is_overdue(today))
        if reason:
            tasks.append(WorkItem(row.text, f"{row.reference}, {reason}", row.get_absolute_url()))
    return tasks[:MAX_ITEMS]


def city_work_items(user: User) -> list[WorkItem]:
    """List recommendations that wait for the city: overdue first, then unanswered."""
    today = clock.today()
    rows = Recommendation.objects.visible_to(user).waiting_for_the_city().with_urgency(today)
    tasks = []
    for row in rows.filter(urgency__lt=3).order_by("urgency", "due_on", "reference"):
        reason = "overdue" if row.is_overdue(today) else "waiting for the city’s response"
        url = reverse("findings:progress_report", args=[row.reference])
        tasks.append(WorkItem(row.text, f"{row.reference}, {reason}", url))
    return tasks[:MAX_ITEMS]


def _reason(row: Recommendation, user: User, *, is_late: bool) -> str:
    if row.status == RecommendationStatus.REPORTED:
        return "reported implemented: review and verify" if can_verify(user, row) else ""
    if row.issued_at is None:
        return "not issued yet" if user.may(Permission.RELEASE_FINDINGS) else ""
    return "overdue" if is_late else "waiting for a response"
