"""What can stand in a table of two questions: one code per sheet, −1 for those that do not say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveys.analysis import population
from surveys.analysis.answer_columns import NOT_ASKED, SKIPPED, Coded, Column
from surveys.questionnaire.questionnaire import NO_OPINION, Document, Question

Codes = NDArray[np.int64]
Counts = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Variable:
    """A question, or a part of one: its key, its words, and the words of its answers."""

    key: str
    text: str
    levels: tuple[str, ...]
    question: Question
    part: str = ""
    counts: Counts = ()  # the population's groups, for a number

    def codes(self, sheets: Coded) -> Codes:
        """The answer (n,) of each sheet; −1 for set apart, skipped and not asked."""
        name = self.question.name
        if self.question.kind == "number":
            groups = population.categories(self.question, self.counts)
            return population.group_codes(self.question, groups, sheets)
        if self.question.kind == "several":
            ticked = sheets[f"{name}.{self.part}"].astype(np.int64)
            return np.where(_says_nothing(self.question, sheets[name]), -1, 1 - ticked)
        column = sheets[f"{name}.{self.part}" if self.part else name]
        codes = np.full(sheets.n, -1, dtype=np.int64)
        for level, place in enumerate(_offered_places(self.question)):
            codes[column == place] = level
        return codes


def _says_nothing(question: Question, state: Column) -> NDArray[np.bool_]:
    """Who was not asked, skipped it, does not know or prefers not to say; "none" says something."""
    silent = [place for place, choice in enumerate(question.choices) if choice.value in NO_OPINION]
    made: NDArray[np.bool_] = np.isin(state, [NOT_ASKED, SKIPPED, *silent])
    return made


def variables(document: Document, counts: Mapping[str, Counts]) -> list[Variable]:
    """Everything that can stand in a table; `counts` are the population targets by question."""
    return [one for question in document.questions for one in _of(question, counts)]


def _of(question: Question, counts: Mapping[str, Counts]) -> Iterator[Variable]:
    text = question.text["en"]
    words = tuple(choice.label["en"] for choice in question.offered)
    if question.kind in {"choice", "agreement"}:
        yield Variable(question.name, text, words, question)
    elif question.kind == "grid":
        for row in question.rows:
            said = f"{text} {row.label['en']}"
            yield Variable(f"{question.name}.{row.value}", said, words, question, row.value)
    elif question.kind == "several":
        for choice in question.offered:
            said = f"{text} {choice.label['en']}"
            key = f"{question.name}.{choice.value}"
            yield Variable(key, said, ("Ticked", "Not ticked"), question, choice.value)
    elif question.kind == "number" and question.name in counts:
        known = counts[question.name]
        groups = tuple(group.label for group in population.categories(question, known))
        yield Variable(question.name, text, groups, question, counts=known)


def _offered_places(question: Question) -> list[int]:
    return [place for place, choice in enumerate(question.choices) if not choice.is_apart]
