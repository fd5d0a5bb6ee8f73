"""What every question type can do; one file per type holds how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from surveys.questionnaire.questionnaire import Answer, Choice, Question

Sent = Mapping[str, Sequence[str]]  # field name to the values a browser sent


class Unusable(Exception):
    """What was typed is no answer to the question; the message says what to do."""


@dataclass(frozen=True)
class Rules:
    """What the notation of a type allows below a question.

    `settings` are lines such as `min: 18`; `compares` is what a condition may compare an answer
    with: choice, step, number, date, ticks, rows, or nothing.
    """

    has_choices: bool
    least_choices: int = 0
    has_rows: bool = False
    settings: frozenset[str] = frozenset()
    compares: str = ""


class QuestionType(Protocol):
    """A kind of question: how it is written down, shown, read, told and counted."""

    name: str  # in documents and in the notation
    label: str  # for staff
    template: str
    chart: str  # the shape of its figure; empty for answers in own words, which have none
    rules: Rules

    def completed(self, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """The written choices with those that this type always offers."""
        ...

    def fields(self, question: Question) -> tuple[str, ...]:
        """The names of its fields in a form."""
        ...

    def read(self, question: Question, sent: Sent) -> Answer:
        """The answer in what a browser sent; raises `Unusable`."""
        ...

    def said(self, question: Question, answer: Answer, language: str) -> list[str]:
        """The answer in words, one text for each line; empty when it was skipped."""
        ...
