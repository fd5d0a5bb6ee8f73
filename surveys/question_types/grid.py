"""Grid: several statements on one scale; each row can be skipped, or answered with "don't know"."""

from clayton_review.charts.abbreviations import without_full_stop
from surveys.question_types.agreement import agreement_steps
from surveys.question_types.base import (
    Control,
    FigureForm,
    QuestionPart,
    QuestionType,
    Sent,
    offered_labels,
    upper_half,
)
from surveys.question_types.choices_apart import with_no_opinion
from surveys.question_types.closed import read_choice
from surveys.question_types.columns import Columns, SheetAnswers, row_columns
from surveys.question_types.notation_rules import NotationRules
from surveys.questionnaire.questionnaire import Answer, Choice, Question


class Grid(QuestionType):
    """One answer for each row: `{row: value}`, null for a row that was skipped."""

    name = "grid"
    label = "Grid"
    template = "surveys/question_grid.html"
    rules = NotationRules(has_rows=True)
    figure_form = FigureForm.GRID
    is_scale = True
    is_compared = True

    def completed(self, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """Return the written scale, or that of agreement, with "don't know" and "prefer not"."""
        has_scale = any(not choice.is_apart for choice in choices)
        return with_no_opinion(choices if has_scale else agreement_steps() + choices)

    def fields(self, question: Question) -> tuple[str, ...]:
        """Return one field for each row."""
        return tuple(row_field(question, row) for row in question.rows)

    def controls(self, question: Question, language: str) -> list[Control]:
        """Return the scale for each row."""
        return [
            Control(row_field(question, row), row.label[language], question.choices)
            for row in question.rows
        ]

    def read(self, question: Question, sent: Sent) -> Answer:
        """Read the value of each row; None if every row was skipped. Raise `UnusableAnswer`."""
        choices = {
            row.value: read_choice(question, sent.get(row_field(question, row), ()))
            for row in question.rows
        }
        return choices if any(choices.values()) else None

    def longest_answer(self, question: Question) -> Answer:
        """Return the longest choice in every row."""
        longest = max((choice.value for choice in question.choices), key=len, default=None)
        return {row.value: longest for row in question.rows}

    def answer_texts(self, question: Question, answer: Answer, language: str) -> list[str]:
        """Return each answered row with its value."""
        choices = answer if isinstance(answer, dict) else {}
        return [
            f"{_statement(row, language)}: {question.label_of(value, language)}"
            for row in question.rows
            if (value := choices.get(row.value))
        ]

    def places(self, question: Question, answer: Answer) -> list[int]:
        """Return the place of the choice in each row."""
        chosen = list(answer.values()) if isinstance(answer, dict) else []
        values = [choice.value for choice in question.choices]
        return [values.index(value) for value in chosen if value in values]

    def part_columns(self, question: Question, answers: SheetAnswers) -> Columns:
        """Return the state of each row."""
        return row_columns(question, answers)

    def parts(self, question: Question) -> list[QuestionPart]:
        """Return each row with the steps of the scale."""
        levels = offered_labels(question)
        return [QuestionPart(row.value, row.label["en"], levels) for row in question.rows]

    def headline_levels(self, n_levels: int) -> tuple[int, ...]:
        """Return the upper half of the scale."""
        return upper_half(n_levels)


def row_field(question: Question, row: Choice) -> str:
    return f"{question.name}-{row.value}"


def _statement(row: Choice, language: str) -> str:
    return without_full_stop(row.label[language].rstrip(":"))
