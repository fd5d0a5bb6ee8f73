"""Taking answers in, sealed: the code is spent and the box is put in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from clayton_review.refusals import Refused
from surveys.answers import sealing
from surveys.answers.codes import code_mark, submission_mark
from surveys.answers.models import Channel, SealedBox, SpentCode
from surveys.answers.policies import SubmissionProblem, SubmissionRefused
from surveys.answers.selectors import why_not_spent
from surveys.answers.worker_keys import IS_OPENED_SQL, check_sealing_key
from surveys.questionnaire.questionnaire import Answer
from surveys.survey.models import Survey, SurveyStatus

_SPEND_CODE = f"""
    INSERT INTO surveys_spentcode (mark, survey_id)
    SELECT code.mark, survey.id
    FROM surveys_survey AS survey
    JOIN surveys_invitationcode AS code ON code.survey_id = survey.id AND code.mark = %s
    WHERE survey.id = %s AND survey.status = 'open' AND survey.sample = 'probability'
    AND {IS_OPENED_SQL}
    FOR SHARE OF survey
    ON CONFLICT DO NOTHING
"""  # noqa: S608  # nothing from outside is in it


_SPEND_FORM = f"""
    INSERT INTO surveys_spentcode (mark, survey_id)
    SELECT %s, survey.id
    FROM surveys_survey AS survey
    WHERE survey.id = %s AND survey.status = 'open' AND survey.sample = 'opt_in'
    AND {IS_OPENED_SQL}
    FOR SHARE OF survey
    ON CONFLICT DO NOTHING
"""  # noqa: S608  # nothing from outside is in it


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
    box_bytes: int  # the size of every box of the survey
    code: str = ""
    is_by_program: bool = False  # at least two signs say so

    @property
    def mark(self) -> str:
        """Return the mark of the code or form that is spent when answers are sent."""
        if self.code:
            return code_mark(self.survey_id, self.code)
        return submission_mark(self.survey_id, self.submission_id)

    @property
    def content(self) -> dict[str, Any]:
        """Return the content of the sealed box: no time, no id, no code."""
        by_link = Channel.PROGRAM if self.is_by_program else Channel.OPT_IN
        channel = Channel.CODE if self.code else by_link
        return {"version": str(self.version_id), "channel": channel, "answers": self.answers}


def submit(*, submission: Submission) -> None:
    """Spend the code (or the form) and store the sealed box, in one transaction.

    Sending the same form again changes nothing and is no error. Leaves no audit row and no time.
    Raises `SubmissionRefused` (unknown or spent code, closed survey, too long), and `KeyUnusable`
    if nothing can be sealed, or no worker opens what this process seals.
    """
    box_id, ciphertext = _seal_submission(submission, submission.submission_id)
    spend = _SPEND_CODE if submission.code else _SPEND_FORM
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(spend, [submission.mark, submission.survey_id, sealing.sealing_mark()])
        if cursor.rowcount == 0:
            problem = why_not_spent(submission.survey_id, submission.mark, submission.submission_id)
            if problem == SubmissionProblem.UNKNOWN_CODE:
                check_sealing_key()
            if problem:
                raise SubmissionRefused(problem)
            return
        cursor.execute(_PUT_BOX, [box_id, submission.survey_id, ciphertext])
        if cursor.rowcount == 0:  # the form was sent before, with another person's code
            box_id, ciphertext = _seal_submission(submission, uuid4())
            cursor.execute(_PUT_BOX, [box_id, submission.survey_id, ciphertext])


def submit_in_bulk(
    *, survey: Survey, answers: Sequence[dict[str, Answer]], codes: Sequence[str] = ()
) -> None:
    """Seal many sheets at once for the demonstration study, with the same marks and batches.

    `codes` are fresh minted codes, one for each sheet, in a probability sample; else empty.
    Raises `Refused` when the survey is not open or the numbers differ.
    """
    if survey.status != SurveyStatus.OPEN or survey.version_id is None:
        raise Refused("Only an open survey takes answers.")
    if len(codes) != (len(answers) if survey.is_probability_sample else 0):
        raise Refused("A probability sample needs one code for each sheet, an open link none.")
    submissions = [
        Submission(survey.pk, survey.version_id, uuid4(), sheet, survey.box_bytes, code)
        for sheet, code in zip(answers, codes or [""] * len(answers), strict=True)
    ]
    boxes = [_seal_submission(submission, submission.submission_id) for submission in submissions]
    with transaction.atomic():
        SpentCode.objects.bulk_create(
            [SpentCode(mark=mark, survey=survey) for mark in sorted(s.mark for s in submissions)]
        )
        SealedBox.objects.bulk_create(
            [SealedBox(id=box_id, survey=survey, ciphertext=sealed) for box_id, sealed in boxes]
        )


def _seal_submission(submission: Submission, box_id: UUID) -> tuple[UUID, bytes]:
    try:
        sealed = sealing.seal(
            submission.content,
            n_bytes=submission.box_bytes,
            survey_id=submission.survey_id,
            box_id=box_id,
        )
    except sealing.AnswersTooLong as error:
        raise SubmissionRefused(SubmissionProblem.TOO_LONG) from error
    return box_id, sealed
