"""Counting what was received, once a week: a finer count would show when someone answered."""

from datetime import date

from django.db import transaction

from clayton_review import clock
from clayton_review.jobs.actions import request_run
from surveys.answers.models import SpentCode
from surveys.survey.models import Survey, SurveyStatus

COUNT_JOB = "surveys.count_received"
SUNDAY, EVENING = 6, 20  # day of the week, hour


def request_count() -> bool:
    """Request the count of this Sunday on its night; return False at other times."""
    now = clock.local(clock.now())
    if (now.weekday(), now.hour) < (SUNDAY, EVENING):
        return False
    request_run(COUNT_JOB, now.date().isoformat(), is_by_clock=True)
    return True


@transaction.atomic
def count_received(*, sunday: date) -> int:
    """Store how many answers each open survey has received; return how many were counted.

    Each survey is counted once for a Sunday, in the next hours if it failed at first. Leaves no
    audit row.
    """
    surveys = list(
        Survey.objects.select_for_update(no_key=True)
        .filter(status=SurveyStatus.OPEN)
        .exclude(received_on__gte=sunday)
        .order_by("pk")
    )
    for survey in surveys:
        _count(survey, sunday)
    return len(surveys)


def _count(survey: Survey, sunday: date) -> None:
    n = SpentCode.objects.filter(survey=survey).count()
    Survey.objects.filter(pk=survey.pk).update(n_received=n, received_on=sunday)
