"""Answers that a condition can tell apart, with the lines of the published table they are in."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clayton_review.stats.disclosure.suppression_rule import Mask
from surveys.question_types import type_of
from surveys.question_types.base import FigureForm
from surveys.question_types.columns import ANSWERED, NOT_ASKED, SKIPPED, LevelIndexes
from surveys.question_types.date import day_text
from surveys.question_types.numbers import canonical
from surveys.questionnaire import relevance
from surveys.questionnaire.questionnaire import Answer
from surveys.questionnaire.relevance import AnswerCondition
from surveys.results.figures.figure_forms import draw
from surveys.results.figures.question_figure import FigureInput
from surveys.results.figures.ranges import day_ranges, number_ranges

MOST_OPTIONS = 8  # more ticks make more combinations than can be judged
Lines = list[tuple[Mask, bool]]  # the levels that a published line counts, and if it is shown


@dataclass(frozen=True, eq=False)
class ConditionLevels:
    """One question as its conditions see it.

    `codes` (n,) are the level of each sheet. `answers` holds for each level an answer that stands
    for it, with the question's name; it is empty where the question was not asked. `shown` are the
    published lines (lines × levels).
    """

    codes: LevelIndexes
    answers: tuple[dict[str, Answer], ...]
    shown: Mask


@dataclass(frozen=True, eq=False)
class _FineLevels:
    """All levels that any line or comparison tells apart."""

    codes: LevelIndexes
    answers: list[dict[str, Answer]]
    lines: Lines


def condition_levels(
    figure_input: FigureInput, comparisons: Sequence[AnswerCondition]
) -> ConditionLevels:
    """Return the levels of a question that these comparisons look at.

    Levels that no comparison tells apart are one level, those that are shown and those that are
    hidden each: how people divide among them says nothing about who was asked what.
    """
    form = type_of(figure_input.question.kind).figure_form
    fine = _READERS.get(form, _by_state)(figure_input, comparisons)
    n_levels = len(fine.answers)
    truths = [_truths(figure_input.question.name, comparisons, answers) for answers in fine.answers]
    is_mixed = [len({truths[at] for at in np.flatnonzero(mask)}) > 1 for mask, _ in fine.lines]
    keys: list[tuple[object, ...]] = []
    for level in range(n_levels):
        lines = [at for at, (mask, _is_shown) in enumerate(fine.lines) if mask[level]]
        is_plain = not any(is_mixed[at] for at in lines)
        are_shown = bool(lines) and all(fine.lines[at][1] for at in lines)
        keys.append((truths[level], are_shown if is_plain else tuple(lines)))
    return _merged(fine, keys)


def _truths(
    name: str, comparisons: Sequence[AnswerCondition], answers: dict[str, Answer]
) -> tuple[bool, ...]:
    """Return what comparisons say of an answer, and if there is one: False was not asked."""
    return (*(relevance.holds(comparison, answers) for comparison in comparisons), name in answers)


def _merged(fine: _FineLevels, keys: Sequence[tuple[object, ...]]) -> ConditionLevels:
    distinct = list(dict.fromkeys(keys))
    place = np.array([distinct.index(key) for key in keys], dtype=np.int64)
    shown = [
        [any(mask[level] for level in np.flatnonzero(place == at)) for at in range(len(distinct))]
        for mask, is_shown in fine.lines
        if is_shown
    ]
    # A line inside a merged level says less than the level's own sum, which is known as well.
    merged_lines = np.array(shown, dtype=np.bool_).reshape(-1, len(distinct))
    answers = tuple(fine.answers[keys.index(key)] for key in distinct)
    return ConditionLevels(place[fine.codes], answers, np.unique(merged_lines, axis=0))


def _by_state(figure_input: FigureInput, _comparisons: Sequence[AnswerCondition]) -> _FineLevels:
    """Return one level for each choice in the question's own column; words are "answered"."""
    name, state = figure_input.question.name, figure_input.column()
    choices = [choice.value for choice in figure_input.question.choices]
    is_list = type_of(figure_input.question.kind).is_list
    codes = np.select(
        [state == ANSWERED, state == SKIPPED, state == NOT_ASKED],
        [len(choices), len(choices) + 1, len(choices) + 2],
        default=state,
    ).astype(np.int64)
    values: list[Answer] = [[value] if is_list else value for value in choices]
    answers: list[dict[str, Answer]] = [{name: value} for value in (*values, "words", None)]
    return _FineLevels(codes, [*answers, {}], [])


def _by_choice(figure_input: FigureInput, comparisons: Sequence[AnswerCondition]) -> _FineLevels:
    """Return the choices, skipped and not asked; each is a line."""
    levels = _by_state(figure_input, comparisons)
    published = draw(figure_input).lines
    masks = np.eye(len(levels.answers), dtype=np.bool_)
    places = [*range(len(figure_input.question.choices)), len(figure_input.question.choices) + 1]
    lines = [(masks[at], not line.is_hidden) for at, line in zip(places, published, strict=True)]
    return _FineLevels(levels.codes, levels.answers, lines)


def _by_options(figure_input: FigureInput, comparisons: Sequence[AnswerCondition]) -> _FineLevels:
    """Return all combinations of the ticks that are compared, then the answers set apart."""
    question, state = figure_input.question, figure_input.column()
    compared = {comparison.value for comparison in comparisons if comparison.operator == "has"}
    offered = [choice.value for choice in question.offered]
    named = [value for value in offered if value in compared][:MOST_OPTIONS]
    other = next((value for value in offered if value not in compared), "")
    subsets = list(itertools.product((False, True), repeat=len(named)))
    codes = np.zeros(figure_input.sample.n, dtype=np.int64)
    for value in named:
        codes = 2 * codes + figure_input.column(value)
    answers: list[dict[str, Answer]] = []
    for subset in subsets:
        ticked = [value for value, is_in in zip(named, subset, strict=True) if is_in]
        answers.append({question.name: ticked or [other]})
    apart: list[tuple[dict[str, Answer], int]] = [
        ({question.name: [choice.value]}, code)
        for choice, (_level, code) in zip(question.apart, figure_input.apart(), strict=False)
    ]
    apart += [({question.name: None}, SKIPPED), ({}, NOT_ASKED)]
    for answer, code in apart:
        codes[state == code] = len(answers)
        answers.append(answer)
    return _FineLevels(codes, answers, _option_lines(figure_input, named, subsets, len(answers)))


def _option_lines(
    figure_input: FigureInput, named: list[str], subsets: list[tuple[bool, ...]], n_levels: int
) -> Lines:
    published = draw(figure_input).lines
    offered = [choice.value for choice in figure_input.question.offered]
    lines: Lines = []
    for at, value in enumerate(named):
        mask = np.zeros(n_levels, dtype=np.bool_)
        mask[: len(subsets)] = [subset[at] for subset in subsets]
        lines.append((mask, not published[offered.index(value)].is_hidden))
    for place, line in enumerate(published[len(offered) :]):
        mask = np.arange(n_levels) == len(subsets) + place
        lines.append((mask, not line.is_hidden))
    return lines


def _by_ranges(figure_input: FigureInput, comparisons: Sequence[AnswerCondition]) -> _FineLevels:
    """Return the pieces that the published ranges and the compared numbers or days cut."""
    is_number = type_of(figure_input.question.kind).is_number
    labels, ranges = (number_ranges if is_number else day_ranges)(figure_input)
    values = figure_input.sample.coded[f"{figure_input.question.name}#"]
    is_given = np.isfinite(values)
    cuts = _cuts(comparisons, is_number=is_number)
    pieces = np.column_stack(
        [ranges, np.searchsorted(cuts, values, "left"), np.searchsorted(cuts, values, "right")]
    )
    distinct, first, places = np.unique(
        pieces[is_given], axis=0, return_index=True, return_inverse=True
    )
    stated = [_text_of(value, is_number=is_number) for value in values[is_given][first].tolist()]
    rest = _by_state(figure_input, comparisons)
    codes = rest.codes + len(stated)
    codes[is_given] = places.reshape(-1)
    answers: list[dict[str, Answer]] = [{figure_input.question.name: text} for text in stated]
    published = draw(figure_input).lines
    lines: Lines = []
    n_levels, n_apart = len(stated) + len(rest.answers), len(figure_input.question.choices)
    for place in range(len(labels)):
        mask = np.zeros(n_levels, dtype=np.bool_)
        mask[: len(stated)] = distinct[:, 0] == place
        lines.append((mask, not published[place].is_hidden))
    for place, line in zip([*range(n_apart), n_apart + 1], published[len(labels) :], strict=True):
        lines.append((np.arange(n_levels) == len(stated) + place, not line.is_hidden))
    return _FineLevels(codes, [*answers, *rest.answers], lines)


def _cuts(comparisons: Sequence[AnswerCondition], *, is_number: bool) -> NDArray[np.float64]:
    cuts = set[float]()
    for comparison in comparisons:
        try:
            text = comparison.value
            cuts.add(float(text) if is_number else float(date.fromisoformat(text).toordinal()))
        except ValueError:
            continue
    return np.array(sorted(cuts))


def _text_of(value: float, *, is_number: bool) -> str:
    if is_number:
        return canonical(Decimal(repr(value)))
    return day_text(value)


def _by_rows(figure_input: FigureInput, comparisons: Sequence[AnswerCondition]) -> _FineLevels:
    """Return all combinations of answers that occur to the rows that are compared."""
    question = figure_input.question
    values = {place: choice.value for place, choice in enumerate(question.choices)}
    rows = [row.value for row in question.rows if row.value in {c.row for c in comparisons}]
    states = np.column_stack([figure_input.column(), *(figure_input.column(row) for row in rows)])
    states[~np.isin(states[:, 0], [SKIPPED, NOT_ASKED]), 0] = ANSWERED
    distinct, places = np.unique(states, axis=0, return_inverse=True)
    answers: list[dict[str, Answer]] = []
    for state, *parts in distinct.tolist():
        by_row = {row: values.get(part) for row, part in zip(rows, parts, strict=True)}
        whole: Answer = by_row or {"": "answered"} if state == ANSWERED else None
        answers.append({} if state == NOT_ASKED else {question.name: whole})
    lines: Lines = []
    named = {row.value: at for at, row in enumerate(question.rows)}
    table = draw(figure_input).table.rows
    for column, row in enumerate(rows, start=1):
        cells = table[named[row]][1:]
        for code, cell in zip([*values, SKIPPED], cells, strict=True):
            lines.append((distinct[:, column] == code, cell is not None))
    return _FineLevels(places.reshape(-1).astype(np.int64), answers, lines)


_READERS: dict[FigureForm | None, Any] = {
    FigureForm.CHOICES: _by_choice,
    FigureForm.AGREEMENT: _by_choice,
    FigureForm.SELECTED_CHOICES: _by_options,
    FigureForm.NUMBERS: _by_ranges,
    FigureForm.DAYS: _by_ranges,
    FigureForm.GRID: _by_rows,
}
