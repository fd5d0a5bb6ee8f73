"""Grid: several statements on one scale; each row can be skipped, or answered with "don't know"."""

from surveys.question_types.agreement import STEPS
from surveys.question_types.base import Rules, Sent
from surveys.question_types.closed import read_one, with_no_opinion
from surveys.questionnaire.questionnaire import Answer, Choice, Question


class Grid:
    """One answer for each row: `{row: value}`, null for a row that was skipped."""

    name = "grid"
    label = "Grid"
    template = "surveys/question_grid.html"
    chart = "grid"
    rules = Rules(has_choices=True, has_rows=True, compares="rows")

    def completed(self, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """The written scale, or that of agreement, with "don't know" and "prefer not"."""
        has_scale = any(not choice.is_apart for choice in choices)
        return with_no_opinion(choices if has_scale else STEPS + choices)

    def fields(self, question: Question) -> tuple[str, ...]:
        """One field for each row."""
        return tuple(row_field(question, row) for row in question.rows)

    def read(self, question: Question, sent: Sent) -> Answer:
        """The value of each row, or None when every row was skipped; raises `Unusable`."""
        given = {
            row.value: read_one(question, sent.get(row_field(question, row), ()))
            for row in question.rows
        }
        return given if any(given.values()) else None

    def said(self, question: Question, answer: Answer, language: str) -> list[str]:
        """Each answered row with its value."""
        given = answer if isinstance(answer, dict) else {}
        return [
            f"{row.label[language].rstrip('.:')}: {question.label_of(value, language)}"
            for row in question.rows
            if (value := given.get(row.value))
        ]


def row_field(question: Question, row: Choice) -> str:
    """The field of a row."""
    return f"{question.name}-{row.value}"
