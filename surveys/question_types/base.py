"""What every question type can do; one file per type holds how."""

from dataclasses import dataclass
from typing import Protocol

from surveys.documents import Choice, Question

Answer = str | None  # None: the question was asked and skipped


class Unusable(Exception):
    """What was typed is no answer to the question; the message says what to do."""


@dataclass(frozen=True)
class Rules:
    """What the notation of a type allows: whether it lists choices, and the least number."""

    has_choices: bool
    least_choices: int = 0


class QuestionType(Protocol):
    """A kind of question: how it is written down, shown, read and counted."""

    name: str  # in documents and in the notation
    label: str  # for staff
    template: str
    chart: str  # the shape of its figure: bars, agreement, or empty for none
    rules: Rules

    def completed(self, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """The written choices with those that this type always offers."""
        ...

    def read(self, question: Question, sent: list[str]) -> Answer:
        """The answer in what a browser sent; raises `Unusable`."""
        ...
