"""Reads of codes, sealed boxes and answer sheets."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from clayton_review.chunked_rows import in_chunks
from surveys.answers.disk_space import register_tables
from surveys.answers.models import AnswerSheet, Channel, InvitationCode, SealedBox, SpentCode
from surveys.answers.policies import SubmissionProblem, n_to_open
from surveys.answers.waiting_boxes import WaitingBox, register_boxes
from surveys.questionnaire.questionnaire import Answer
from surveys.survey.models import LockedBecause, Survey, SurveyQuerySet, SurveyStatus


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


def is_being_opened(survey: Survey) -> bool:
    """True if a closed survey has boxes at which the worker has not looked yet."""
    is_seen = survey.status != SurveyStatus.CLOSED or survey.locked_because
    return not is_seen and SealedBox.objects.filter(survey=survey).exists()


def with_n_sheets(surveys: SurveyQuerySet) -> SurveyQuerySet:
    """Add the number of counted sheets to each survey as `n_sheets`."""
    is_counted = ~Q(sheets__channel=Channel.PROGRAM)
    return surveys.annotate(n_sheets=Count("sheets", filter=is_counted))


register_tables("answers", SealedBox, SpentCode)


@register_boxes
def waiting_boxes() -> Iterator[WaitingBox]:
    """Return the answers that wait, one after the other."""
    for box in in_chunks(SealedBox.objects.order_by("pk"), 500):
        yield WaitingBox(box.survey_id, box.pk, bytes(box.ciphertext))


def surveys_to_open() -> list[Survey]:
    """Return the surveys of which boxes may be opened now.

    Boxes that could not be read the last time count too: a key may have come back. A closed survey
    in which all that is left can be read is looked at once, and so is one that fewer than 10 people
    answered: its boxes are deleted then. Earlier versions kept them.
    """
    is_decided = Q(locked_because=LockedBecause.UNREADABLE, n_unreadable=0)
    surveys = Survey.objects.opened().exclude(is_decided)
    return [survey for survey in surveys if _may_be_opened(survey)]


def _may_be_opened(survey: Survey) -> bool:
    n_waiting = SealedBox.objects.filter(survey=survey).count()
    is_seen = survey.locked_because == LockedBecause.UNREADABLE
    if n_waiting and survey.status == SurveyStatus.CLOSED and not is_seen:
        return True  # the worker has not looked at it since it closed, or its boxes must go
    return bool(n_to_open(survey, n_waiting, has_sheets=survey.sheets.exists()))


Tally = list[tuple[Answer, int]]  # an answer and how many sheets give it; None: skipped


def counted_sheets(survey: Survey) -> QuerySet[AnswerSheet]:
    """Return the opened sheets without those that look made by a program."""
    return AnswerSheet.objects.filter(survey=survey).exclude(channel=Channel.PROGRAM)


def n_by_program(survey: Survey) -> int:
    """Return how many opened sheets look made by a program."""
    return AnswerSheet.objects.filter(survey=survey, channel=Channel.PROGRAM).count()


def sheets_of(survey: Survey, as_of: date, channel: str = "") -> QuerySet[AnswerSheet]:
    """Return every counted sheet whose week had begun by then, of one channel or of all."""
    sheets = counted_sheets(survey).filter(batch_week__lte=as_of)
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
