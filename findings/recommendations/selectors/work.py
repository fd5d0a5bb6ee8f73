"""Recommendations that wait for the team and for the city."""

from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from findings.conclusions.selectors.work import MOST_TASKS, Task, questions_to
from findings.recommendations.models.recommendations import Recommendation, Status
from findings.recommendations.policies import writers


def recommendation_work(user: User) -> list[Task]:
    """Recommendations that wait: questions, to verify by this person, overdue, to issue."""
    today = clock.today()
    rows = Recommendation.objects.visible_to(user).current().by_urgency(today)
    tasks = questions_to(user, "recommendation")
    waiting = rows.filter(urgency__lt=4).prefetch_related("versions")
    for row in waiting.order_by("urgency", "due_on", "reference"):
        why = _waits(row, user, is_late=row.is_overdue(today))
        if why:
            tasks.append(Task(row.text, f"{row.reference}, {why}", row.get_absolute_url()))
    return tasks[:MOST_TASKS]


def city_work(user: User) -> list[Task]:
    """What waits for the city: overdue first, then what it has not answered."""
    today = clock.today()
    rows = Recommendation.objects.visible_to(user).waiting_for_the_city().by_urgency(today)
    tasks = []
    for row in rows.filter(urgency__lt=3).order_by("urgency", "due_on", "reference"):
        why = "overdue" if row.is_overdue(today) else "waiting for the city’s response"
        url = reverse("findings:progress_report", args=[row.reference])
        tasks.append(Task(row.text, f"{row.reference}, {why}", url))
    return tasks[:MOST_TASKS]


def _waits(row: Recommendation, user: User, *, is_late: bool) -> str:
    if row.status == Status.REPORTED:
        return "" if user.pk in writers(row) else "reported implemented: review and verify"
    if row.issued_at is None:
        return "not issued yet" if user.may(Permission.RELEASE_FINDINGS) else ""
    return "overdue" if is_late else "waiting for a response"
