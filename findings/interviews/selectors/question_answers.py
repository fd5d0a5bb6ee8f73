"""Every answer to one question, through all versions of the guide."""

from dataclasses import dataclass

from django.db.models import Q

from findings.coding import notation
from findings.coding.notation import Line
from findings.interviews.models.guides import GuideQuestion
from findings.interviews.models.interviews import Interview, InterviewAnswer


@dataclass(frozen=True)
class QuestionAnswer:
    """One answer to a question, in whatever version of the guide it was asked."""

    interview: Interview
    version: int
    lines: tuple[Line, ...]


def answers_to(question: GuideQuestion, group: str = "") -> list[QuestionAnswer]:
    """Every answer to a question through all versions that ask it in the same words."""
    line = question.line_id
    rows = InterviewAnswer.objects.filter(
        Q(question=line) | Q(question__first=line), interview__withdrawn_on__isnull=True
    ).exclude(text="")
    if group:
        rows = rows.filter(interview__participant__group=group)
    found = rows.select_related("interview__participant", "interview__guide").order_by(
        "interview__participant__group", "interview__participant__number"
    )
    return [
        QuestionAnswer(row.interview, row.interview.guide.version, notation.parse(row.text).lines)
        for row in found
    ]
