"""Create interview guides and their new versions."""

from uuid import UUID

from django.db import transaction

from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.citable import records
from clayton_review.refusals import Refused
from findings.interviews.inputs import GuideInput
from findings.interviews.models.guides import GuideQuestion, InterviewGuide
from findings.interviews.policies import check_guide_is_unused

MAX_QUESTIONS = 60


def create_guide(
    *, record_id: UUID, values: GuideInput, questions: list[str], by: User
) -> InterviewGuide:
    """Create the first version of a guide with its questions.

    Raises `Refused` when a guide with this title exists, and for no, too many or too long
    questions.
    """
    _check_questions(questions)
    with transaction.atomic():
        versions = InterviewGuide.objects.filter(title=values.title).exclude(pk=record_id)
        if versions.exists():
            raise Refused(
                "A guide with this title already exists. Make a new version of it instead."
            )
        guide, is_new = records.create_once(
            InterviewGuide, record_id=record_id, values=values, recorded_by=by
        )
        if is_new:
            _set_questions(guide, questions)
            record(by=by, verb="wrote an interview guide", obj=guide, n_questions=len(questions))
    return guide


def amend_guide(
    *, guide: InterviewGuide, revision: int, introduction: str, questions: list[str], by: User
) -> InterviewGuide:
    """Change the introduction and questions of a version that no interview follows.

    Raises `Refused` when an interview follows it, `Stale` on an outdated revision.
    """
    _check_questions(questions)
    with transaction.atomic():
        row = records.locked(guide, revision=revision)
        check_guide_is_unused(row)
        row.introduction, row.revision = introduction, revision + 1
        row.save()
        row.questions.all().delete()
        _set_questions(row, questions)
        record(by=by, verb="amended an interview guide", obj=row, n_questions=len(questions))
    return row


def create_next_version(*, guide: InterviewGuide, by: User) -> InterviewGuide:
    """Copy a guide under its next version number; an unused newest version is returned instead."""
    with transaction.atomic():
        versions = InterviewGuide.objects.select_for_update().filter(title=guide.title)
        newest: InterviewGuide = next(iter(versions.order_by("-version")))
        if not newest.is_used():
            return newest
        version = InterviewGuide.objects.create(
            title=guide.title,
            version=newest.version + 1,
            introduction=guide.introduction,
            recorded_by=by,
        )
        _set_questions(version, [question.text for question in guide.questions.all()])
        record(by=by, verb="made a new guide version", obj=version, version=version.version)
    return version


def _check_questions(questions: list[str]) -> None:
    if not questions:
        raise Refused("Write at least one question, one per line.")
    if len(questions) > MAX_QUESTIONS:
        raise Refused(
            f"A guide can have {MAX_QUESTIONS} questions at most. This one has {len(questions)}."
        )
    if any(len(question) > 500 for question in questions):
        raise Refused("Shorten every question to 500 characters.")


def _set_questions(guide: InterviewGuide, questions: list[str]) -> None:
    """Save the questions; one asked in the same words in an earlier version is linked to it."""
    earlier = GuideQuestion.objects.filter(
        guide__title=guide.title, guide__version__lt=guide.version
    ).order_by("guide__version")
    first_ids = {_normalized_text(question.text): question.original_id for question in earlier}
    used_ids: set[UUID] = set()
    rows = []
    for position, text in enumerate(questions, start=1):
        first_id = first_ids.get(_normalized_text(text))
        is_new = first_id is None or first_id in used_ids
        used_ids |= set() if first_id is None else {first_id}
        rows.append(
            GuideQuestion(
                guide=guide, position=position, text=text, first_id=None if is_new else first_id
            )
        )
    GuideQuestion.objects.bulk_create(rows)


def _normalized_text(text: str) -> str:
    """Return the text of a question without case and extra spaces, for comparing."""
    return " ".join(text.casefold().split())
