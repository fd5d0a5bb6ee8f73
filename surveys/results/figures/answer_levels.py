"""Levels of answers for each form of figure: all that a published line or a condition tells apart.

A function of each form takes a question, the figure published of it, and the comparisons that
conditions make with it. A level is a set of answers; a line marks the levels that it counts.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from clayton_review.stats.disclosure.suppression_rule import Mask
from clayton_review.stats.errors import StatisticsError
from surveys.question_types import type_of
from surveys.question_types.columns import ANSWERED, NOT_ASKED, SKIPPED, LevelIndexes
from surveys.question_types.date import day_text
from surveys.question_types.numbers import canonical
from surveys.questionnaire.questionnaire import Answer
from surveys.questionnaire.relevance import AnswerCondition
from surveys.results.figures.grids import first_places
from surveys.results.figures.question_figure import FigureContent, FigureInput, answer_codes
from surveys.results.figures.ranges import day_ranges, number_ranges

MOST_TICKS = 8  # more make more combinations than can be judged
Comparisons = Sequence[AnswerCondition]
Lines = list[tuple[Mask, bool]]  # the levels that a published line counts, and if it is shown


class TooManyTicksError(StatisticsError):
    """More answers of a question with several are told apart than can be judged together."""


@dataclass(frozen=True, eq=False)
class AnswerLevels:
    """One question with all levels that any line or comparison tells apart.

    `codes` (n,) are the level of each sheet. `answers` holds for each level an answer that stands
    for it, with the question's name; it is empty where the question was not asked. `ticks` are
    comparisons that overlapping lines make beside those of the conditions.
    """

    codes: LevelIndexes
    answers: list[dict[str, Answer]]
    lines: Lines
    ticks: Comparisons = ()


def state_levels(
    figure_input: FigureInput, _published: FigureContent | None, _comparisons: Comparisons
) -> AnswerLevels:
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
    return AnswerLevels(codes, [*answers, {}], [])


def choice_levels(
    figure_input: FigureInput, published: FigureContent, comparisons: Comparisons
) -> AnswerLevels:
    """Return the choices, skipped and not asked; each is a line."""
    levels = state_levels(figure_input, published, comparisons)
    masks = np.eye(len(levels.answers), dtype=np.bool_)
    places = [*range(len(figure_input.question.choices)), len(figure_input.question.choices) + 1]
    pairs = zip(places, published.lines, strict=True)
    lines = [(masks[at], not line.is_hidden) for at, line in pairs]
    return AnswerLevels(levels.codes, levels.answers, lines)


def ranking_levels(
    figure_input: FigureInput, published: FigureContent, _comparisons: Comparisons
) -> AnswerLevels:
    """Return the first places, the answers set apart, skipped and not asked; each is a line."""
    question = figure_input.question
    first = [[choice.value] for choice in (*question.offered, *question.apart)]
    answers: list[dict[str, Answer]] = [{question.name: value} for value in (*first, None)]
    codes, _apart = answer_codes(figure_input, first_places(figure_input), len(question.offered))
    codes[codes == -1] = len(answers)
    masks = np.eye(len(answers), len(answers) + 1, dtype=np.bool_)
    pairs = zip(masks, published.lines, strict=True)
    lines = [(mask, not line.is_hidden) for mask, line in pairs]
    return AnswerLevels(codes, [*answers, {}], lines)


def selected_levels(
    figure_input: FigureInput, published: FigureContent, comparisons: Comparisons
) -> AnswerLevels:
    """Return all combinations of the ticks that matter, then the answers set apart.

    These are the ticks that are compared, and beside them those whose count is shown and not zero.
    Where every other count is a shown zero, none of them is no combination: whoever answered ticked
    one. Raises `TooManyTicksError` for more than `MOST_TICKS`.
    """
    question, state = figure_input.question, figure_input.column()
    named, others = _ticks_that_matter(figure_input, published, comparisons)
    if len(named) > MOST_TICKS:
        raise TooManyTicksError
    subsets = list(itertools.product((False, True), repeat=len(named)))
    codes = np.zeros(figure_input.sample.n, dtype=np.int64)
    for value in named:
        codes = 2 * codes + figure_input.column(value)
    if not others and codes[state == ANSWERED].all():
        del subsets[0]
        codes -= 1
    answers: list[dict[str, Answer]] = []
    for subset in subsets:
        ticked = [value for value, is_in in zip(named, subset, strict=True) if is_in]
        answers.append({question.name: ticked or others[:1] or [""]})
    for answer, code in _answers_apart(figure_input):
        codes[state == code] = len(answers)
        answers.append(answer)
    lines = _option_lines(figure_input, published, named, subsets, len(answers))
    ticks = [AnswerCondition(question.name, "has", value) for value in named]
    return AnswerLevels(codes, answers, lines, ticks)


def _ticks_that_matter(
    figure_input: FigureInput, published: FigureContent, comparisons: Comparisons
) -> tuple[list[str], list[str]]:
    """Return the ticks to combine, and those that people may have made besides."""
    offered = [choice.value for choice in figure_input.question.offered]
    compared = {tick.value for tick in comparisons if tick.operator == "has"}
    pairs = zip(offered, published.lines, strict=False)
    shown = {value for value, line in pairs if not line.is_hidden}
    unused = {value for value in shown if not figure_input.column(value).any()}
    matter = compared | (shown - unused)
    named = [value for value in offered if value in matter]
    return named, [value for value in offered if value not in matter | unused]


def _answers_apart(figure_input: FigureInput) -> list[tuple[dict[str, Answer], int]]:
    """Return the answers set apart, skipped and not asked, with their codes in the column."""
    question = figure_input.question
    apart: list[tuple[dict[str, Answer], int]] = [
        ({question.name: [choice.value]}, code)
        for choice, (_level, code) in zip(question.apart, figure_input.apart(), strict=False)
    ]
    return [*apart, ({question.name: None}, SKIPPED), ({}, NOT_ASKED)]


def _option_lines(
    figure_input: FigureInput,
    published: FigureContent,
    named: list[str],
    subsets: list[tuple[bool, ...]],
    n_levels: int,
) -> Lines:
    offered = [choice.value for choice in figure_input.question.offered]
    lines: Lines = []
    for at, value in enumerate(named):
        mask = np.zeros(n_levels, dtype=np.bool_)
        mask[: len(subsets)] = [subset[at] for subset in subsets]
        lines.append((mask, not published.lines[offered.index(value)].is_hidden))
    for place, line in enumerate(published.lines[len(offered) :]):
        mask = np.arange(n_levels) == len(subsets) + place
        lines.append((mask, not line.is_hidden))
    return lines


def range_levels(
    figure_input: FigureInput, published: FigureContent, comparisons: Comparisons
) -> AnswerLevels:
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
    rest = state_levels(figure_input, published, comparisons)
    codes = rest.codes + len(stated)
    codes[is_given] = places.reshape(-1)
    answers: list[dict[str, Answer]] = [{figure_input.question.name: text} for text in stated]
    answers += rest.answers
    n_apart = len(figure_input.question.choices)
    in_range = [place == distinct[:, 0] for place in range(len(labels))]
    masks = [np.pad(mask, (0, len(rest.answers))) for mask in in_range]
    masks += [
        np.arange(len(answers)) == len(stated) + place for place in [*range(n_apart), n_apart + 1]
    ]
    pairs = zip(masks, published.lines, strict=True)
    return AnswerLevels(codes, answers, [(mask, not line.is_hidden) for mask, line in pairs])


def _cuts(comparisons: Comparisons, *, is_number: bool) -> NDArray[np.float64]:
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


def row_levels(
    figure_input: FigureInput, published: FigureContent, comparisons: Comparisons
) -> AnswerLevels:
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
    codes = places.reshape(-1).astype(np.int64)
    return AnswerLevels(codes, answers, _row_lines(figure_input, published, rows, distinct))


def _row_lines(
    figure_input: FigureInput,
    published: FigureContent,
    rows: list[str],
    states: NDArray[np.int64],
) -> Lines:
    """Return the lines of these rows, then the whole grid skipped.

    No line counts those who skipped every row, but each row's skipped count is at least theirs, so
    they are judged as if it were printed.
    """
    codes = [*range(len(figure_input.question.choices)), SKIPPED]
    all_rows = [row.value for row in figure_input.question.rows]
    shown = np.array([not line.is_hidden for line in published.lines])
    shown = shown.reshape(len(all_rows), len(codes))
    lines: Lines = [
        (states[:, column] == code, bool(is_shown))
        for column, row in enumerate(rows, start=1)
        for code, is_shown in zip(codes, shown[all_rows.index(row)], strict=True)
    ]
    return [*lines, (states[:, 0] == SKIPPED, bool(shown[:, -1].any()))]
