"""The questions that are withheld, since the number of people asked would give some away.

Whoever reads how many were asked a question learns something about the answers that lead to it:
"asked if A or B", 42 A and 32 B, 72 asked: 2 said both. So all conditional questions are judged on
the joint table of all questions that any condition names.
"""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from clayton_review.figures import Audience
from clayton_review.stats.disclosure.published_sums import MAX_ATOMS, safe_to_publish
from clayton_review.stats.disclosure.suppression_rule import (
    SUPPRESSION_RULES,
    Counts,
    Mask,
    SuppressionRule,
)
from surveys.analysis.sample import Sample
from surveys.questionnaire import relevance
from surveys.questionnaire.questionnaire import Answer, Questionnaire
from surveys.results.figures.answer_levels import TooManyTicksError
from surveys.results.figures.condition_levels import ConditionLevels, condition_levels
from surveys.results.figures.question_figure import FigureInput

LevelsByQuestion = dict[str, ConditionLevels]
Atom = tuple[tuple[int, ...], tuple[bool, ...]]  # levels of the named, and who is asked what
Row = tuple[int, ...]


@dataclass(frozen=True)
class LinkedQuestions:
    """Conditional questions that have a named question in common, directly or through others.

    `named` are the questions that their conditions name; both in the order of the questionnaire.
    """

    named: tuple[str, ...]
    conditional: tuple[str, ...]

    @property
    def always_asked(self) -> tuple[str, ...]:
        """Return the named questions that everyone was asked."""
        return tuple(name for name in self.named if name not in self.conditional)


@dataclass(frozen=True, eq=False)
class _JointTable:
    """Combinations (atoms) of levels (× named questions), who is asked what in each, and people."""

    levels: NDArray[np.int64]
    is_asked: Mask  # atoms × conditional questions
    counts: Counts


@dataclass(frozen=True, eq=False)
class _Sheets:
    """The answers to a questionnaire, for an audience."""

    questionnaire: Questionnaire
    sample: Sample
    audience: Audience

    def of(self, name: str) -> FigureInput:
        """Return what the figure of a question is drawn from."""
        question = self.questionnaire.question(name)
        return FigureInput(self.questionnaire, question, self.sample, self.audience)


def withheld_questions(
    questionnaire: Questionnaire, sample: Sample, audience: Audience
) -> frozenset[str]:
    """Return the conditional questions of which nothing may be shown to this audience.

    Of each, the number of people asked would give a small number away, beside all that is shown of
    the questions that lead to it and of the conditional ones before it.
    """
    if not SUPPRESSION_RULES[audience].minimum_cell:  # the team's
        return frozenset()
    sheets = _Sheets(questionnaire, sample, audience)
    return frozenset(
        name for linked in linked_questions(questionnaire) for name in _withheld(sheets, linked)
    )


def linked_questions(questionnaire: Questionnaire) -> list[LinkedQuestions]:
    """Return the conditional questions in groups that have no question in common."""
    names_by_question = {
        question.name: set(relevance.questions_in(condition))
        for question in questionnaire.questions
        if (condition := questionnaire.condition_of(question.name))
    }
    groups: list[set[str]] = []
    for name, names in names_by_question.items():
        together = {name, *names}
        apart = [group for group in groups if not group & together]
        groups = [*apart, together.union(*(group for group in groups if group & together))]
    order = [question.name for question in questionnaire.questions]
    named = set[str]().union(*names_by_question.values())
    return [
        LinkedQuestions(
            tuple(name for name in order if name in group and name in named),
            tuple(name for name in order if name in group and name in names_by_question),
        )
        for group in groups
    ]


def _withheld(sheets: _Sheets, linked: LinkedQuestions) -> tuple[str, ...]:
    try:
        levels = _levels_of_all(sheets, linked)
    except TooManyTicksError:
        return linked.conditional
    if _n_combinations(levels) > MAX_ATOMS:
        return linked.conditional  # too many combinations to be sure
    table = _joint_table(sheets, linked, levels)
    if table.counts.size > MAX_ATOMS:
        return linked.conditional
    published = [np.ones((1, table.counts.size), dtype=np.bool_)]
    published += [_lines(table, linked, levels, name) for name in linked.always_asked]
    offered = []
    for place, name in enumerate(linked.conditional):
        group = [table.is_asked[None, :, place]]
        if name in linked.named:
            group.append(_lines(table, linked, levels, name))
        offered.append(np.concatenate(group))
    verdicts = _verdicts(
        _as_rows(table.counts[None])[0],
        _as_rows(np.concatenate(published)),
        tuple(_as_rows(group) for group in offered),
        SUPPRESSION_RULES[sheets.audience],
    )
    pairs = zip(linked.conditional, verdicts, strict=True)
    return tuple(name for name, is_safe in pairs if not is_safe)


@lru_cache(maxsize=64)
def _verdicts(
    counts: Row,
    published: tuple[Row, ...],
    offered: tuple[tuple[Row, ...], ...],
    rule: SuppressionRule,
) -> tuple[bool, ...]:
    groups = [np.array(group, dtype=np.bool_) for group in offered]
    return safe_to_publish(np.array(counts), np.array(published, dtype=np.bool_), groups, rule)


def _as_rows(table: NDArray[np.generic]) -> tuple[Row, ...]:
    return tuple(tuple(row) for row in table.tolist())


def _n_combinations(levels: LevelsByQuestion) -> int:
    return math.prod(len(level.answers) for level in levels.values())


def _levels_of_all(sheets: _Sheets, linked: LinkedQuestions) -> LevelsByQuestion:
    levels = {name: _levels_of(sheets, name, linked) for name in linked.named}
    return levels | {name: levels[name].without_empty_levels() for name in linked.always_asked}


def _levels_of(sheets: _Sheets, name: str, linked: LinkedQuestions) -> ConditionLevels:
    comparisons = dict.fromkeys(
        comparison
        for conditional in linked.conditional
        for comparison in relevance.comparisons_in(sheets.questionnaire.condition_of(conditional))
        if comparison.question == name
    )
    return condition_levels(sheets.of(name), list(comparisons))


def _joint_table(sheets: _Sheets, linked: LinkedQuestions, levels: LevelsByQuestion) -> _JointTable:
    """Return all combinations that the conditions allow, and those that occur all the same.

    Sheets of an older version may have been asked otherwise than the conditions say now.
    """
    counts = dict.fromkeys(_possible_atoms(sheets, linked, levels), 0)
    observed = np.column_stack(
        [*(levels[name].codes for name in linked.named),
         *(sheets.sample.is_asked(name) for name in linked.conditional)]
    )  # fmt: skip
    for row, n in zip(*np.unique(observed, axis=0, return_counts=True), strict=True):
        codes = tuple(int(code) for code in row[: len(linked.named)])
        asked = tuple(bool(is_asked) for is_asked in row[len(linked.named) :])
        counts[codes, asked] = int(n)
    return _JointTable(
        np.array([codes for codes, _asked in counts], dtype=np.int64),
        np.array([asked for _codes, asked in counts], dtype=np.bool_),
        np.array(list(counts.values()), dtype=np.int64),
    )


def _possible_atoms(
    sheets: _Sheets, linked: LinkedQuestions, levels: LevelsByQuestion
) -> Iterator[Atom]:
    conditions = {name: sheets.questionnaire.condition_of(name) for name in linked.conditional}
    for codes in itertools.product(*(range(len(levels[name].answers)) for name in linked.named)):
        answers: dict[str, Answer] = {}
        for name, code in zip(linked.named, codes, strict=True):
            answers |= levels[name].answers[code]
        asked = {
            name: relevance.holds(condition, answers) for name, condition in conditions.items()
        }
        if all(asked[name] == (name in answers) for name in conditions if name in linked.named):
            yield codes, tuple(asked.values())


def _lines(
    table: _JointTable, linked: LinkedQuestions, levels: LevelsByQuestion, name: str
) -> Mask:
    """Return the published lines of a named question (lines × atoms)."""
    lines: Mask = levels[name].shown[:, table.levels[:, linked.named.index(name)]]
    return lines
