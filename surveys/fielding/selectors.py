"""Reads of surveys that open or close on their day, and of what keeps one from opening."""

from datetime import date

from django.conf import settings

from clayton_review.web.formatting import day
from surveys.answers.models import InvitationCode
from surveys.notation import questionnaire_notation
from surveys.notation.problems import UnreadableNotation
from surveys.questionnaire.questionnaire import fingerprint, to_json
from surveys.survey.models import Survey, SurveyStatus

NO_CODES = (
    "No invitation codes have been created, so no one could answer. Whoever runs the portal makes "
    "them: manage.py mint_codes {slug} NUMBER."
)


def surveys_on_their_day(today: date) -> list[Survey]:
    """Return drafts that should open by today, and open surveys whose closing day is over."""
    surveys = Survey.objects.exclude(status=SurveyStatus.CLOSED).select_related("version")
    return [s for s in surveys if is_past_closing_day(s, today) or is_due_to_open(s, today)]


def is_due_to_open(survey: Survey, today: date) -> bool:
    """True if the opening day of a draft has come and nothing keeps it closed."""
    has_come = survey.opens_on is not None and survey.opens_on <= today
    return has_come and survey.status == SurveyStatus.DRAFT and not opening_obstacles(survey, today)


def is_past_closing_day(survey: Survey, today: date) -> bool:
    """True if the closing day of an open survey is over."""
    is_open = survey.status == SurveyStatus.OPEN
    return is_open and survey.closes_on is not None and survey.closes_on < today


def opening_obstacles(survey: Survey, today: date) -> list[str]:
    """List what must be done before a draft opens by itself; empty if nothing must."""
    sentences = []
    if survey.version is None:
        sentences.append("Its questionnaire has not been published.")
    elif _has_other_words(survey):
        sentences.append("Its questionnaire was changed after it was published. Publish it again.")
    if is_without_codes(survey):
        sentences.append(NO_CODES.format(slug=survey.slug))
    if survey.closes_on is not None and survey.closes_on < today:
        sentences.append(f"Its closing date, {day(survey.closes_on)}, has passed.")
    if not settings.SURVEY_SEALING_KEY:
        sentences.append("This installation has no key to seal answers with (SURVEY_SEALING_KEY).")
    return sentences


def is_without_codes(survey: Survey) -> bool:
    """True if a survey by invitation has no codes, so that no one can answer it."""
    codes = InvitationCode.objects.filter(survey=survey)
    return survey.is_probability_sample and not codes.exists()


def _has_other_words(survey: Survey) -> bool:
    try:
        written = fingerprint(to_json(questionnaire_notation.parse(survey.notation)))
    except UnreadableNotation:
        return True
    return survey.version is not None and survey.version.sha256 != written
