"""Opening and closing surveys, by hand or on their days."""

from uuid import UUID

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.jobs.actions import request_run
from clayton_review.refusals import Refused
from surveys.answers.actions.opening import OPENING_JOB
from surveys.answers.box_size import box_bytes
from surveys.fielding.selectors import is_due_to_open, is_past_closing_day
from surveys.survey.models import Survey, SurveyStatus
from surveys.survey.policies import check_move
from surveys.survey.selectors import forget_published


@transaction.atomic
def open_survey(*, survey: Survey, by: User | None) -> Survey:
    """Let residents answer; `by` is None for the opening date.

    Raises `Refused` without a published questionnaire.
    """
    locked = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    check_move(locked, SurveyStatus.OPEN)
    if locked.version is None:
        raise Refused(
            "Publish the questionnaire first. Residents answer a version that can no "
            "longer be changed."
        )
    locked.box_bytes = box_bytes(locked.version.questionnaire)
    _move(locked, SurveyStatus.OPEN)
    record(by=by, verb="opened", obj=locked, version=locked.version.number)
    return locked


@transaction.atomic
def close_survey(*, survey: Survey, by: User | None) -> Survey:
    """End answering and have the remaining boxes opened; `by` is None for the closing date.

    The lock waits for every submission under way, so that none slips in behind the last batch.
    Raises `Refused` unless the survey is open.
    """
    locked = Survey.objects.select_for_update().get(pk=survey.pk)
    check_move(locked, SurveyStatus.CLOSED)
    locked.closed_on = clock.today()
    _move(locked, SurveyStatus.CLOSED)
    request_run(OPENING_JOB, str(locked.pk))
    record(by=by, verb="closed", obj=locked)
    return locked


def open_or_close_when_due(*, survey_id: UUID) -> None:
    """Open or close a survey whose day has come; safe to run again, then nothing is left to do.

    A survey that something keeps from opening stays a draft, and its page says why.
    """
    survey = Survey.objects.select_related("version").get(pk=survey_id)
    today = clock.today()
    try:
        if is_due_to_open(survey, today):
            open_survey(survey=survey, by=None)
        elif is_past_closing_day(survey, today):
            close_survey(survey=survey, by=None)
    except Refused:  # somebody did it a moment ago
        return


def _move(survey: Survey, status: SurveyStatus) -> None:
    survey.status = status
    survey.revision += 1
    survey.save()
    forget_published()
