"""Taking answers in sealed, and opening them in shuffled batches.

Why two steps: whatever is written in one transaction carries the same transaction number in
PostgreSQL, and whatever is written one after the other keeps its order. So the transaction that
spends a code writes only a sealed box; the batch reads many boxes, writes their sheets in random
order under new ids, and deletes the boxes, all in one other transaction.
"""

import logging
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from clayton_review import clock
from clayton_review.refusals import Refused
from surveys import sealing
from surveys.actions.coded import code_sheets
from surveys.actions.weighting import reweigh
from surveys.codes import mark_of, mark_of_submission
from surveys.models import AnswerSheet, Channel, SealedBox, SpentCode, Survey, SurveyStatus
from surveys.policies import NotTaken
from surveys.question_types import Answer
from surveys.selectors import why_not_spent

BATCH = 100
logger = logging.getLogger(__name__)

_SPEND_CODE = """
    INSERT INTO surveys_spentcode (mark, survey_id)
    SELECT code.mark, survey.id
    FROM surveys_survey AS survey
    JOIN surveys_invitationcode AS code ON code.survey_id = survey.id AND code.mark = %s
    WHERE survey.id = %s AND survey.status = 'open' AND survey.sample = 'probability'
    FOR SHARE OF survey
    ON CONFLICT DO NOTHING
"""
_SPEND_FORM = """
    INSERT INTO surveys_spentcode (mark, survey_id)
    SELECT %s, survey.id
    FROM surveys_survey AS survey
    WHERE survey.id = %s AND survey.status = 'open' AND survey.sample = 'opt_in'
    FOR SHARE OF survey
    ON CONFLICT DO NOTHING
"""
_PUT_BOX = """
    INSERT INTO surveys_sealedbox (id, survey_id, ciphertext) VALUES (%s, %s, %s)
    ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Submission:
    """One resident's answers to one version; `code` is empty where an open link was used."""

    survey_id: UUID
    version_id: UUID
    submission_id: UUID
    answers: dict[str, Answer]
    code: str = ""

    @property
    def mark(self) -> str:
        """What is spent by sending: the code, or the form itself."""
        if self.code:
            return mark_of(self.survey_id, self.code)
        return mark_of_submission(self.survey_id, self.submission_id)

    @property
    def content(self) -> dict[str, Any]:
        """What goes into the box: no time, no id, no code."""
        channel = Channel.CODE if self.code else Channel.OPT_IN
        return {"version": str(self.version_id), "channel": channel, "answers": self.answers}


def submit(*, submission: Submission) -> None:
    """Spend the code (or the form) and put the sealed box, in one transaction.

    Sending the same form again changes nothing and is no error. Leaves no audit row and no time.
    Raises `NotTaken` (unknown or spent code, closed survey, too long) and `sealing.KeyUnusable`.
    """
    box_id, ciphertext = _sealed(submission, submission.submission_id)
    spend = _SPEND_CODE if submission.code else _SPEND_FORM
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(spend, [submission.mark, submission.survey_id])
        if cursor.rowcount == 0:
            reason = why_not_spent(submission.survey_id, submission.mark, submission.submission_id)
            if reason:
                raise NotTaken(reason)
            return
        cursor.execute(_PUT_BOX, [box_id, submission.survey_id, ciphertext])
        if cursor.rowcount == 0:  # the form was sent before, with another person's code
            box_id, ciphertext = _sealed(submission, uuid4())
            cursor.execute(_PUT_BOX, [box_id, submission.survey_id, ciphertext])


def submit_in_bulk(
    *, survey: Survey, answers: Sequence[dict[str, Answer]], codes: Sequence[str] = ()
) -> None:
    """Many sealed boxes at once, for the demonstration study: the same marks, seals and batches.

    `codes` are fresh minted codes, one for each sheet, in a probability sample; else empty.
    Raises `Refused` when the survey is not open or the numbers differ.
    """
    if survey.status != SurveyStatus.OPEN or survey.version_id is None:
        raise Refused("Only an open survey takes answers.")
    if len(codes) != (len(answers) if survey.is_probability_sample else 0):
        raise Refused("A probability sample needs one code for each sheet, an open link none.")
    made = [
        Submission(survey.pk, survey.version_id, uuid4(), sheet, code)
        for sheet, code in zip(answers, codes or [""] * len(answers), strict=True)
    ]
    boxes = [_sealed(submission, submission.submission_id) for submission in made]
    with transaction.atomic():
        SpentCode.objects.bulk_create(
            [SpentCode(mark=mark, survey=survey) for mark in sorted(s.mark for s in made)]
        )
        SealedBox.objects.bulk_create(
            [SealedBox(id=box_id, survey=survey, ciphertext=sealed) for box_id, sealed in boxes]
        )


@transaction.atomic
def open_boxes(*, survey_id: UUID) -> int:
    """Open all waiting boxes of a survey, at least 100 or at close; returns how many.

    A last batch of fewer than 100 is mixed with the sheets of the latest week, which get new
    ids, so that those who answered late do not stand alone. At close the spent codes go too.
    Raises `sealing.KeyUnusable`, and then changes nothing.
    """
    survey = Survey.objects.select_related("version").get(pk=survey_id)
    is_closed = survey.status == SurveyStatus.CLOSED
    boxes = list(SealedBox.objects.select_for_update().filter(survey_id=survey_id))
    if len(boxes) < BATCH and not is_closed:
        return 0
    sheets = [_opened(box, survey) for box in boxes]
    if 0 < len(boxes) < BATCH:
        sheets += _latest_sheets_again(survey)
    AnswerSheet.objects.bulk_create(shuffled(sheets), batch_size=500)
    SealedBox.objects.filter(pk__in=[box.pk for box in boxes]).delete()
    if boxes:
        _counted(survey)
    if is_closed:
        SpentCode.objects.filter(survey_id=survey_id).delete()
    return len(boxes)


def _counted(survey: Survey) -> None:
    """Code and weigh the sheets; a fault there must not keep the boxes shut.

    Until it is mended results are coded anew for each page, and the sheets are not weighted.
    """
    try:
        with transaction.atomic():
            code_sheets(survey=survey)
            reweigh(survey=survey)
    except Exception:  # whatever it is
        logger.exception("The sheets of %s could not be coded or weighted.", survey.slug)


def sweep_opened_boxes() -> None:
    """Have PostgreSQL drop the deleted boxes, which it keeps unseen in its files until then.

    They carry the transaction number of their spent code. Does nothing inside a transaction.
    """
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM surveys_sealedbox, surveys_spentcode, surveys_answersheet")


def shuffled(sheets: Iterable[AnswerSheet]) -> list[AnswerSheet]:
    """The sheets in an order nobody can foresee or repeat."""
    mixed = list(sheets)
    secrets.SystemRandom().shuffle(mixed)
    return mixed


def fresh_sheet_id(box: SealedBox) -> UUID:
    """A new random id: nothing of the box's own goes on to the sheet."""
    return uuid4()


def this_week() -> date:
    """The Monday of the present week in Clayton."""
    return clock.today() - timedelta(days=clock.today().weekday())


def _sealed(submission: Submission, box_id: UUID) -> tuple[UUID, bytes]:
    try:
        sealed = sealing.seal(submission.content, survey_id=submission.survey_id, box_id=box_id)
    except sealing.TooLong as error:
        raise NotTaken(NotTaken.TOO_LONG) from error
    return box_id, sealed


def _opened(box: SealedBox, survey: Survey) -> AnswerSheet:
    content = sealing.open_box(bytes(box.ciphertext), survey_id=survey.pk, box_id=box.pk)
    return AnswerSheet(
        id=fresh_sheet_id(box),
        survey=survey,
        version_id=UUID(content["version"]),
        channel=content["channel"],
        answers=content["answers"],
        batch_week=this_week(),
    )


def _latest_sheets_again(survey: Survey) -> list[AnswerSheet]:
    latest = survey.sheets.order_by("-batch_week").values_list("batch_week", flat=True).first()
    if latest is None:
        return []
    old = list(survey.sheets.select_for_update().filter(batch_week=latest))
    AnswerSheet.objects.filter(pk__in=[sheet.pk for sheet in old]).delete()
    for sheet in old:
        sheet.pk, sheet.batch_week = uuid4(), this_week()
        sheet._state.adding = True
    return old
