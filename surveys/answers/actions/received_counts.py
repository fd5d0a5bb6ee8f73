"""Counting what was received, once a week: a finer count would show when someone answered."""

from datetime import date, timedelta

from django.db import transaction

from clayton_review import clock
from clayton_review.jobs.actions import request_run
from clayton_review.jobs.models import Job
from surveys.answers.actions.opening import count_unreadable
from surveys.answers.models import SealedBox, SpentCode
from surveys.survey.models import Survey, SurveyQuerySet, SurveyStatus

COUNT_JOB = "surveys.count_received"
SUNDAY, EVENING = 6, 20  # day of the week, hour
LATEST_DAYS = 2  # so that there are four days or more from one count to the next


def request_count() -> bool:
    """Request the count of a Sunday on its night, or as soon as anything runs again; once."""
    sunday = sunday_to_count()
    if sunday is None or Job.objects.filter(name=COUNT_JOB, key=sunday.isoformat()).exists():
        return False
    request_run(COUNT_JOB, sunday.isoformat(), is_by_clock=True)
    return True


def sunday_to_count() -> date | None:
    """Return the Sunday that may be counted now; None from Wednesday evening to the next one's."""
    begun = clock.local(clock.now()) - timedelta(hours=EVENING)
    days = (begun.weekday() - SUNDAY) % 7
    return begun.date() - timedelta(days=days) if days <= LATEST_DAYS else None


def count_received(*, sunday: date) -> int:
    """Store how many answers each open survey has received, and how many that can be read wait.

    Each survey is counted once for a Sunday, in the next days if it failed at first; after that not
    at all. Those that cannot be read are counted too, since a survey by open link is opened at its
    close only, when a key lost meanwhile may be gone for good. Returns how many were counted, and
    leaves no audit row. Raises `sealing.KeyUnusable` if this process has no opening key.
    """
    if sunday != sunday_to_count():
        return 0
    return sum(_count(survey, sunday) for survey in _surveys_to_count(sunday).order_by("pk"))


def _surveys_to_count(sunday: date) -> SurveyQuerySet:
    return Survey.objects.filter(status=SurveyStatus.OPEN).exclude(received_on__gte=sunday)


def _count(survey: Survey, sunday: date) -> bool:
    """Store the counts of a survey; return False if somebody closed or counted it meanwhile.

    Answers can come in while its boxes are read, which takes long: it is locked only afterwards.
    """
    n_unreadable = count_unreadable(survey)
    with transaction.atomic():
        to_count = _surveys_to_count(sunday).filter(pk=survey.pk)
        if not to_count.select_for_update(no_key=True).exists():
            return False
        counts = {
            "n_received": SpentCode.objects.filter(survey=survey).count(),
            "n_unreadable": n_unreadable,
            "n_waiting": max(0, SealedBox.objects.filter(survey=survey).count() - n_unreadable),
            "received_on": clock.today(),
        }
        Survey.objects.filter(pk=survey.pk).update(**counts)
    return True
