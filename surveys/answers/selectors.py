"""Reads of codes, sealed boxes and answer sheets."""

from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from surveys.answers.models import AnswerSheet, InvitationCode, SealedBox, SpentCode
from surveys.answers.policies import SubmissionProblem
from surveys.questionnaire.questionnaire import Answer
from surveys.survey.models import Survey, SurveyStatus


def why_not_spent(survey_id: UUID, mark: str, submission_id: UUID) -> SubmissionProblem | None:
    """Return the reason why a code or form was not spent; None if these answers have arrived."""
    is_spent = SpentCode.objects.filter(mark=mark).exists()
    if is_spent and SealedBox.objects.filter(pk=submission_id, survey_id=survey_id).exists():
        return None
    if is_spent:
        has_code = InvitationCode.objects.filter(mark=mark).exists()
        return SubmissionProblem.SPENT_CODE if has_code else None
    if not Survey.objects.filter(pk=survey_id, status=SurveyStatus.OPEN).exists():
        return SubmissionProblem.CLOSED
    return SubmissionProblem.UNKNOWN_CODE


def why_code_unusable(survey_id: UUID, mark: str) -> SubmissionProblem | None:
    """Return the reason why this code opens no form; None if it does. Record nothing."""
    if SpentCode.objects.filter(mark=mark).exists():
        return SubmissionProblem.SPENT_CODE
    known = InvitationCode.objects.filter(mark=mark, survey_id=survey_id).exists()
    return None if known else SubmissionProblem.UNKNOWN_CODE


def has_batch_waiting(survey: Survey, size: int) -> bool:
    """True if at least `size` boxes wait; no finer number is ever told."""
    return SealedBox.objects.filter(survey=survey)[:size].count() >= size


def surveys_with_batch_waiting(size: int) -> list[Survey]:
    """Return open surveys with at least `size` boxes, and closed ones with any."""
    least = {SurveyStatus.OPEN: size, SurveyStatus.CLOSED: 1}
    return [
        survey
        for survey in Survey.objects.filter(status__in=least)
        if has_batch_waiting(survey, least[SurveyStatus(survey.status)])
    ]


Tally = list[tuple[Answer, int]]  # an answer and how many sheets give it; None: skipped


def sheets_of(survey: Survey, as_of: date, channel: str = "") -> QuerySet[AnswerSheet]:
    """Return every sheet whose week had begun by then, of one channel or of all."""
    sheets = AnswerSheet.objects.filter(survey=survey, batch_week__lte=as_of)
    return sheets.filter(channel=channel) if channel else sheets


def count_answers(survey: Survey, question: str, as_of: date, channel: str = "") -> Tally:
    """Count the sheets for each answer to a question, without sheets that were not asked."""
    sheets = sheets_of(survey, as_of, channel).filter(answers__has_key=question)
    counted = sheets.values_list(KeyTransform(question, "answers")).annotate(n=Count("pk"))
    return list(counted.order_by())


def sheets_with_words(survey: Survey, question: str) -> QuerySet[AnswerSheet]:
    """Return sheets on which something was written, as `words`; for the team only."""
    sheets = AnswerSheet.objects.filter(survey=survey, answers__has_key=question)
    return sheets.annotate(words=KeyTextTransform(question, "answers")).exclude(words__isnull=True)
