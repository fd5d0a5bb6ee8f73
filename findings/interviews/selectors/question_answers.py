"""All answers to one question, across the versions of a guide."""

from dataclasses import dataclass

from django.db.models import Q

from findings.coding.models import notation
from findings.coding.models.notation import NotesLine
from findings.interviews.models.guides import GuideQuestion
from findings.interviews.models.interviews import Interview, InterviewAnswer


@dataclass(frozen=True)
class QuestionAnswer:
    """One answer to a question, with the version of the guide in which it was asked."""

    interview: Interview
    version: int
    lines: tuple[NotesLine, ...]


def answers_to(question: GuideQuestion, group: str = "") -> list[QuestionAnswer]:
    """List the answers to a question in all versions that ask it in the same words."""
    first_id = question.original_id
    rows = InterviewAnswer.objects.filter(
        Q(question=first_id) | Q(question__first=first_id), interview__withdrawn_on__isnull=True
    ).exclude(text="")
    if group:
        rows = rows.filter(interview__participant__group=group)
    answers = rows.select_related("interview__participant", "interview__guide").order_by(
        "interview__participant__group", "interview__participant__number"
    )
    return [
        QuestionAnswer(row.interview, row.interview.guide.version, notation.parse(row.text).lines)
        for row in answers
    ]
