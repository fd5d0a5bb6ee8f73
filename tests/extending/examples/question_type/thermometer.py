"""Thermometer: a number from 0 to 100 in steps. The one Python file of a new question type."""

import numpy as np

from surveys.question_types.base import FigureForm, QuestionPart, QuestionType, Sent, UnusableAnswer
from surveys.question_types.closed import choice_apart
from surveys.question_types.columns import Columns, LevelIndexes, SheetAnswers, number_column
from surveys.question_types.notation_rules import (
    EQUALS,
    NUMBER,
    ORDERS,
    NotationRules,
    OwnSetting,
)
from surveys.question_types.numbers import canonical, number_in
from surveys.questionnaire.questionnaire import Answer, Question

STEP = OwnSetting(
    name="step",
    read=lambda text: text if text in {"1", "5", "10", "25"} else None,
    example="step: 5",
    help="How far apart the values of a thermometer are: 1, 5, 10 or 25.",
)


def step_of(question: Question) -> int:
    """Return the distance between two values."""
    return int(question.settings.get("step", "10"))


class Thermometer(QuestionType):
    """A point between two ends; a crosstab shows it in three groups."""

    name = "thermometer"
    label = "Thermometer"
    rules = NotationRules(
        lists_apart_only=True, own_settings=(STEP,), value=NUMBER, operators=EQUALS | ORDERS
    )
    template = "surveys/question_thermometer.html"
    is_number = True
    figure_form = FigureForm.NUMBERS
    is_compared = True

    def instruction(self, question: Question) -> str:
        """The ends and the steps."""
        return f"From 0 to 100, in steps of {step_of(question)}."

    def read(self, question: Question, sent: Sent) -> Answer:
        """The number as canonical text, an answer set apart, or None; raises `UnusableAnswer`."""
        values = [value.strip() for value in sent.get(question.name, ()) if value.strip()]
        if not values:
            return None
        if apart := choice_apart(question, values):
            return apart
        number = number_in(values[0])
        if number is None or not 0 <= number <= 100 or number % step_of(question):
            raise UnusableAnswer(f"Enter a number: {self.instruction(question)}")
        return canonical(number)

    def answer_texts(self, question: Question, answer: Answer, language: str) -> list[str]:
        """The number out of 100, or the words of the answer set apart."""
        if answer in {choice.value for choice in question.apart}:
            return super().answer_texts(question, answer, language)
        return [f"{answer} of 100"] if answer else []

    def part_columns(self, question: Question, answers: SheetAnswers) -> Columns:
        """The number."""
        return number_column(question, answers, number_in)

    def parts(self, question: Question) -> list[QuestionPart]:
        """The lower half, the middle and the upper half."""
        return [QuestionPart("", "", ("Below 50", "50", "Above 50"))]

    def part_codes(self, question: Question, part: str, columns: Columns) -> LevelIndexes:
        """The group (n,) of each number; −1 for none."""
        numbers = columns[f"{question.name}#"]
        groups = 1 + np.sign(np.nan_to_num(numbers) - 50)
        return np.where(np.isnan(numbers), -1, groups).astype(np.int64)

    def headline_levels(self, n_levels: int) -> tuple[int, ...]:
        """The upper half."""
        return (2,)
