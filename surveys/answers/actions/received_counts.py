"""Counting what was received, once a week: a finer count would show when someone answered."""

from datetime import date

from django.db import transaction

from clayton_review import clock
from surveys.answers.models import SpentCode
from surveys.survey.models import Survey, SurveyStatus

SUNDAY, EVENING = 6, 20  # day of the week, hour


@transaction.atomic
def count_received() -> int:
    """Store how many answers each open survey has received; return how many were counted.

    It counts on Sunday night and does nothing at other times or a second time. Leaves no audit row.
    """
    now = clock.local(clock.now())
    today = now.date()
    if (now.weekday(), now.hour) < (SUNDAY, EVENING):
        return 0
    surveys = list(
        Survey.objects.select_for_update(no_key=True)
        .filter(status=SurveyStatus.OPEN)
        .exclude(received_on=today)
    )
    for survey in surveys:
        _count(survey, today)
    return len(surveys)


def _count(survey: Survey, today: date) -> None:
    n = SpentCode.objects.filter(survey=survey).count()
    Survey.objects.filter(pk=survey.pk).update(n_received=n, received_on=today)
