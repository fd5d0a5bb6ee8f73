"""Saving answers: each on its own revision, so that nobody's words overwrite another's."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.refusals import Refused
from findings.coding.actions.excerpts import follow_notation
from findings.interviews.inputs import AnswerEdit
from findings.interviews.models.interviews import AnswerVersion, Interview, InterviewAnswer


@dataclass(frozen=True)
class Conflict:
    """Two texts for one question: what was typed, and what somebody else stored meanwhile."""

    question_id: str
    typed: str
    stored: str
    stored_revision: int
    stored_by: str


@dataclass(frozen=True)
class Saved:
    """What became of a set of answers; conflicts were not stored and lose nothing."""

    n_saved: int
    conflicts: tuple[Conflict, ...]


def save_answers(*, interview: Interview, edits: list[AnswerEdit], by: User) -> Saved:
    """Store every answer that is not outdated and report those that are.

    An edit that equals the text it was read at changes nothing, whatever its revision.
    Raises `Refused` for a withdrawn interview and for questions of another guide.
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
            outcome = _store(row, answer, edit, by)
            if isinstance(outcome, Conflict):
                conflicts.append(outcome)
            elif outcome:
                changed.append(edit.question_id)
        if changed:
            record(by=by, verb="logged answers", obj=row, questions=sorted(changed))
    return Saved(len(changed), tuple(conflicts))


def _store(
    interview: Interview, answer: InterviewAnswer | None, edit: AnswerEdit, by: User
) -> Conflict | bool:
    text = edit.text.replace("\r\n", "\n").rstrip()
    if answer is None:
        return bool(text) and _first(interview, edit.question_id, text, by)
    if text == answer.text:
        return False
    if edit.base_revision != answer.revision:
        if text == _text_at(answer, edit.base_revision):
            return False
        return Conflict(
            edit.question_id, text, answer.text, answer.revision, answer.changed_by.name
        )
    answer.text, answer.revision = text, answer.revision + 1
    answer.changed_at, answer.changed_by = clock.now(), by
    answer.save()
    return _keep(answer, by)


def _first(interview: Interview, question_id: str, text: str, by: User) -> bool:
    answer = InterviewAnswer.objects.create(
        interview=interview, question_id=UUID(question_id), text=text, changed_by=by
    )
    return _keep(answer, by)


def _keep(answer: InterviewAnswer, by: User) -> bool:
    AnswerVersion.objects.create(
        answer=answer, revision=answer.revision, text=answer.text, at=answer.changed_at, by=by
    )
    follow_notation(source=answer, by=by)
    return True


def _text_at(answer: InterviewAnswer, revision: int) -> str:
    version = answer.versions.filter(revision=revision).first()
    return version.text if version else ""


def _check_questions(interview: Interview, edits: list[AnswerEdit]) -> None:
    known = {str(key) for key in interview.guide.questions.values_list("pk", flat=True)}
    if any(edit.question_id not in known for edit in edits):
        raise Refused("One question on this form is not in the interview’s guide.")
