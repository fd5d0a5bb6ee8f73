"""Save answers of an interview, each under its own revision, so that nobody overwrites another."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.refusals import Refused
from findings.coding.actions.excerpts import sync_typed_excerpts
from findings.interviews.inputs import AnswerEdit
from findings.interviews.models.interviews import AnswerVersion, Interview, InterviewAnswer


@dataclass(frozen=True)
class AnswerConflict:
    """Two texts of one answer: the one just typed, and the one somebody else stored meanwhile."""

    question_id: str
    typed: str
    stored: str
    stored_revision: int
    stored_by: str


@dataclass(frozen=True)
class SaveResult:
    """Number of answers saved, and the conflicts, which were not saved."""

    n_saved: int
    conflicts: tuple[AnswerConflict, ...]


def save_answers(*, interview: Interview, edits: list[AnswerEdit], by: User) -> SaveResult:
    """Save all answers whose revision is current and return the conflicts of the others.

    Writes versions, typed quotes and codes, and one audit row. An edit that equals the text it was
    read at changes nothing, whatever its revision. Raises `Refused` for a withdrawn interview and
    for questions of another guide.
    """
    with transaction.atomic():
        row = Interview.objects.select_for_update(of=("self",)).get(pk=interview.pk)
        if row.is_withdrawn:
            raise Refused("This interview has been withdrawn, so you cannot log answers in it.")
        _check_questions(row, edits)
        stored = {str(answer.question_id): answer for answer in row.answers.select_for_update()}
        conflicts, changed = [], []
        for edit in edits:
            answer = stored.get(edit.question_id)
            outcome = _store_answer(row, answer, edit, by)
            if isinstance(outcome, AnswerConflict):
                conflicts.append(outcome)
            elif outcome:
                changed.append(edit.question_id)
        if changed:
            record(by=by, verb="logged answers", obj=row, questions=sorted(changed))
    return SaveResult(len(changed), tuple(conflicts))


def _store_answer(
    interview: Interview, answer: InterviewAnswer | None, edit: AnswerEdit, by: User
) -> AnswerConflict | bool:
    text = edit.text.replace("\r\n", "\n").rstrip()
    if answer is None:
        return bool(text) and _create_answer(interview, edit.question_id, text, by)
    if text == answer.text:
        return False
    if edit.base_revision != answer.revision:
        if text == _text_at(answer, edit.base_revision):
            return False
        return AnswerConflict(
            edit.question_id, text, answer.text, answer.revision, answer.changed_by.name
        )
    answer.text, answer.revision = text, answer.revision + 1
    answer.changed_at, answer.changed_by = clock.now(), by
    answer.save()
    return _save_version(answer, by)


def _create_answer(interview: Interview, question_id: str, text: str, by: User) -> bool:
    answer = InterviewAnswer.objects.create(
        interview=interview, question_id=UUID(question_id), text=text, changed_by=by
    )
    return _save_version(answer, by)


def _save_version(answer: InterviewAnswer, by: User) -> bool:
    AnswerVersion.objects.create(
        answer=answer, revision=answer.revision, text=answer.text, at=answer.changed_at, by=by
    )
    sync_typed_excerpts(source=answer, by=by)
    return True


def _text_at(answer: InterviewAnswer, revision: int) -> str:
    version = answer.versions.filter(revision=revision).first()
    return version.text if version else ""


def _check_questions(interview: Interview, edits: list[AnswerEdit]) -> None:
    known_ids = {str(key) for key in interview.guide.questions.values_list("pk", flat=True)}
    if any(edit.question_id not in known_ids for edit in edits):
        raise Refused("One question on this form is not in the interview’s guide.")
