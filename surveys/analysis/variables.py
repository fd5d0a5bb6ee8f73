"""Variables of a crosstab: one code for each sheet, −1 for those that do not say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from surveys.analysis import population
from surveys.analysis.answer_columns import AnswerColumns
from surveys.analysis.population import StoredCounts
from surveys.question_types import type_of
from surveys.question_types.columns import LevelIndexes
from surveys.questionnaire.questionnaire import Question, Questionnaire


@dataclass(frozen=True)
class Variable:
    """A question, or a part of one: its key, its words, and the words of its answers."""

    key: str
    text: str
    levels: tuple[str, ...]
    question: Question
    part: str = ""
    counts: StoredCounts = ()  # the population's groups, for a number
    # The column's codes of each level, where some answers are one level; then every sheet has one.
    states: tuple[tuple[int, ...], ...] = ()
    has_others: bool = False  # the last of them holds what no other level names …
    others_are_silent: bool = False  # … which is only “don’t know”, no wish to answer, and silence

    def codes(self, sheets: AnswerColumns) -> LevelIndexes:
        """Return the answer (n,) of each sheet; −1 for set apart, skipped and not asked."""
        if self.states:
            levels = [np.isin(sheets[self.key], codes) for codes in self.states]
            return np.select(levels, range(len(levels)), default=-1).astype(np.int64)
        if self.counts:
            groups = population.categories(self.question, self.counts)
            return population.group_codes(self.question, groups, sheets)
        return type_of(self.question.kind).part_codes(self.question, self.part, sheets.columns)


def variables(questionnaire: Questionnaire, counts: Mapping[str, StoredCounts]) -> list[Variable]:
    """List all variables a table may use; `counts` are the population targets by question."""
    return [
        variable
        for question in questionnaire.questions
        for variable in _variables_of(question, counts)
    ]


def _variables_of(question: Question, counts: Mapping[str, StoredCounts]) -> Iterator[Variable]:
    text, question_type = question.text["en"], type_of(question.kind)
    if question_type.is_number and question.name in counts:
        known = counts[question.name]
        groups = tuple(group.label for group in population.categories(question, known))
        yield Variable(question.name, text, groups, question, counts=known)
        return
    for part in question_type.parts(question):
        key = f"{question.name}.{part.key}" if part.key else question.name
        words = f"{text} {part.text}" if part.text else text
        yield Variable(key, words, part.levels, question, part.key)
