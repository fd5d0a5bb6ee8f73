"""Writing interview guides and their new versions."""

from uuid import UUID

from django.db import transaction

from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.citable import records
from clayton_review.refusals import Refused
from findings.interviews.inputs import GuideInput
from findings.interviews.models.guides import GuideQuestion, InterviewGuide
from findings.interviews.policies import check_guide_is_open

MAX_QUESTIONS = 60


def create_guide(
    *, record_id: UUID, facts: GuideInput, questions: list[str], by: User
) -> InterviewGuide:
    """The first version of a guide; raises `Refused` for a title that exists already."""
    _check(questions)
    with transaction.atomic():
        taken = InterviewGuide.objects.filter(title=facts.title).exclude(pk=record_id)
        if taken.exists():
            raise Refused(
                "A guide with this title already exists. Make a new version of it instead."
            )
        guide, is_new = records.create_once(
            InterviewGuide, record_id=record_id, facts=facts, recorded_by=by
        )
        if is_new:
            _set_questions(guide, questions)
            record(by=by, verb="wrote an interview guide", obj=guide, n_questions=len(questions))
    return guide


def amend_guide(
    *, guide: InterviewGuide, revision: int, introduction: str, questions: list[str], by: User
) -> InterviewGuide:
    """Change a version nobody has used; raises `Refused` or `Stale` otherwise."""
    _check(questions)
    with transaction.atomic():
        row = records.locked(guide, revision=revision)
        check_guide_is_open(row)
        row.introduction, row.revision = introduction, revision + 1
        row.save()
        row.questions.all().delete()
        _set_questions(row, questions)
        record(by=by, verb="amended an interview guide", obj=row, n_questions=len(questions))
    return row


def new_version(*, guide: InterviewGuide, by: User) -> InterviewGuide:
    """A copy under the next version number, to be changed; an unused newest one is given back."""
    with transaction.atomic():
        family = InterviewGuide.objects.select_for_update().filter(title=guide.title)
        newest: InterviewGuide = next(iter(family.order_by("-version")))
        if not newest.is_used():
            return newest
        made = InterviewGuide.objects.create(
            title=guide.title,
            version=newest.version + 1,
            introduction=guide.introduction,
            recorded_by=by,
        )
        _set_questions(made, [question.text for question in guide.questions.all()])
        record(by=by, verb="made a new guide version", obj=made, version=made.version)
    return made


def _check(questions: list[str]) -> None:
    if not questions:
        raise Refused("Write at least one question, one per line.")
    if len(questions) > MAX_QUESTIONS:
        raise Refused(
            f"A guide can have {MAX_QUESTIONS} questions at most. This one has {len(questions)}."
        )
    if any(len(question) > 500 for question in questions):
        raise Refused("Shorten every question to 500 characters.")


def _set_questions(guide: InterviewGuide, questions: list[str]) -> None:
    """Write the questions; one that an earlier version asks in the same words stays the same."""
    earlier = GuideQuestion.objects.filter(
        guide__title=guide.title, guide__version__lt=guide.version
    ).order_by("guide__version")
    known = {_same(question.text): question.line_id for question in earlier}
    used: set[UUID] = set()
    rows = []
    for position, text in enumerate(questions, start=1):
        first = known.get(_same(text))
        is_new = first is None or first in used
        used |= set() if first is None else {first}
        rows.append(
            GuideQuestion(
                guide=guide, position=position, text=text, first_id=None if is_new else first
            )
        )
    GuideQuestion.objects.bulk_create(rows)


def _same(text: str) -> str:
    """What makes two questions the same: their words, whatever their case and spaces."""
    return " ".join(text.casefold().split())
