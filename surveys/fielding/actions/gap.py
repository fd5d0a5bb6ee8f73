"""Telling residents after a restore that answers of some days may be lost."""

from datetime import date

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.refusals import Refused
from surveys.survey.models import Survey, SurveyStatus
from surveys.survey.selectors import forget_published


@transaction.atomic
def announce_gap(
    *, survey: Survey, first: date, last: date, until: date, by: User | None
) -> Survey:
    """Tell on the survey's page, until a day, who answered from `first` to `last`.

    Their answers may be lost. A later call replaces the days. Raises `Refused` for days that make
    no sense, and for a survey that nobody could answer.
    """
    if survey.status == SurveyStatus.DRAFT:
        raise Refused("No one could answer this survey yet.")
    if not first <= last <= clock.today():
        raise Refused("The first day must not be after the last, and neither in the future.")
    if until < clock.today():
        raise Refused("The sentence is shown until today or a later day.")
    locked = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    locked.gap_first, locked.gap_last, locked.gap_shown_until = first, last, until
    locked.save()
    forget_published()
    days = {"first": first.isoformat(), "last": last.isoformat(), "until": until.isoformat()}
    record(by=by, verb="announced lost answers of", obj=locked, **days)
    return locked
