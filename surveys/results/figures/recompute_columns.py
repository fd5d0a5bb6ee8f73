"""Closed answers as the columns of a file: one row a sheet, in words and numbers.

Each column says which published numbers it gives, so that the file and the requests that recompute
them are made from the same. What people wrote, the channel and the week are left out. The columns
are told in docs/recompute.md.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surveys.analysis import answer_columns
from surveys.analysis.sample import Sample
from surveys.question_types.columns import NOT_ASKED, SKIPPED, LevelIndexes
from surveys.question_types.date import day_text
from surveys.questionnaire.questionnaire import Question, Questionnaire
from surveys.results.figures import grids, question_figure, ranges, selected_choices
from surveys.results.figures.question_figure import FigureInput

Cells = list[Any]
QUARTILES = (("lower_quartile", 0.25), ("median", 0.5), ("upper_quartile", 0.75))


@dataclass(frozen=True, eq=False)
class WordColumn:
    """A column of words: codes (n,) into `levels`, −1 for an empty cell.

    `ids` names the estimate of each level's share; None where that share is not published.
    """

    name: str
    codes: LevelIndexes
    levels: tuple[str, ...]
    ids: tuple[str | None, ...]

    @property
    def cells(self) -> Cells:
        """Return the words of each sheet."""
        words = np.array([*self.levels, ""], dtype=object)
        texts: Cells = words[self.codes].tolist()
        return texts


@dataclass(frozen=True, eq=False)
class NumberColumn:
    """A column of numbers (n,), or of days as ordinals; NaN for an empty cell.

    `estimates` are those that the numbers give, without the name of the column.
    """

    name: str
    values: NDArray[np.float64]
    estimates: tuple[dict[str, Any], ...] = ()
    is_of_days: bool = False

    @property
    def cells(self) -> Cells:
        """Return the numbers to the last digit; days as 2018-07-07, months as 2018-07."""
        as_text = day_text if self.is_of_days else _number
        return ["" if np.isnan(number) else as_text(number) for number in self.values.tolist()]


FileColumn = WordColumn | NumberColumn


def in_file_order(questionnaire: Questionnaire, sample: Sample) -> Sample:
    """Return the sheets with weight in the order of the file, which is that of their content."""
    places = answer_columns.content_order(questionnaire, sample.coded)
    if sample.weights is not None:
        places = places[sample.weights[places] > 0]
    return replace(
        sample,
        coded=sample.coded.ordered(places),
        weights=None if sample.weights is None else sample.weights[places],
        margins=tuple(codes[places] for codes in sample.margins),
    )


def distinct_word(word: str, reserved: Collection[str]) -> str:
    """Return the word, with as many `_` added as make it differ from those reserved."""
    while word in reserved:
        word += "_"
    return word


def choice_columns(figure_input: FigureInput) -> list[FileColumn]:
    """Return the choice of each sheet."""
    question = figure_input.question
    return [_choice_column(question, question.name, figure_input.column(), "")]


def agreement_columns(figure_input: FigureInput) -> list[FileColumn]:
    """Return the step of each sheet, and whether it is agreement."""
    question, state = figure_input.question, figure_input.column()
    if not figure_input.agreeing:
        return choice_columns(figure_input)
    agree = distinct_word("agree", _values(question))
    return [
        *choice_columns(figure_input),
        _yes_or_no(
            f"{question.name}.agree", agree, state, selected_choices.is_agreeing(figure_input)
        ),
    ]


def grid_columns(figure_input: FigureInput) -> list[FileColumn]:
    """Return each row's step, and whether that is in the upper half."""
    question, columns = figure_input.question, list[FileColumn]()
    upper = question.offered[len(question.offered) - len(question.offered) // 2 :]
    places = [place for place, choice in enumerate(question.choices) if choice in upper]
    top = distinct_word("upper", _values(question))
    for row in question.rows:
        state, name = figure_input.column(row.value), f"{question.name}.{row.value}"
        columns.append(_choice_column(question, name, state, f"{row.value}."))
        is_upper = np.isin(state, places)
        columns.append(_yes_or_no(f"{name}.upper", f"{row.value}.{top}", state, is_upper))
    return columns


def selected_columns(figure_input: FigureInput) -> list[FileColumn]:
    """Return a column for the question as a whole, and one for each choice."""
    is_asked, columns = (
        figure_input.sample.is_asked(figure_input.question.name),
        [_answered_column(figure_input)],
    )
    for choice in figure_input.question.offered:
        codes = np.where(is_asked, figure_input.column(choice.value), -1).astype(np.int64)
        name = f"{figure_input.question.name}.{choice.value}"
        columns.append(WordColumn(name, codes, ("not_ticked", "ticked"), (None, choice.value)))
    return columns


def ranking_columns(figure_input: FigureInput) -> list[FileColumn]:
    """Return a column for the question as a whole, and the place of each choice."""
    is_asked, columns = (
        figure_input.sample.is_asked(figure_input.question.name),
        [_answered_column(figure_input)],
    )
    is_ranked, offered = question_figure.is_answered(figure_input), figure_input.question.offered
    places = tuple(str(place) for place in range(len(offered) + 1))
    for choice in offered:
        name, value = f"{figure_input.question.name}.{choice.value}", choice.value
        codes = np.where(is_asked, figure_input.column(value), -1).astype(np.int64)
        first_place_ids = tuple(value if place == "1" else None for place in places)
        columns.append(WordColumn(name, codes, places, first_place_ids))
        counted = np.where(is_ranked, grids.counted_places(figure_input, value), np.nan)
        mean = {"id": f"{value}.mean", "kind": "mean"}
        columns.append(NumberColumn(f"{name}.counted", counted, (mean,)))
    return columns


def number_columns(figure_input: FigureInput) -> list[FileColumn]:
    """Return the number, and the range that it falls into."""
    name, reserved = figure_input.question.name, _values(figure_input.question)
    quartiles = tuple(
        {"id": distinct_word(words, reserved), "kind": "quantile", "probability": probability}
        for words, probability in QUARTILES
    )
    values = figure_input.sample.coded[f"{name}#"]
    return [
        NumberColumn(name, values, quartiles),
        _span_column(figure_input, *ranges.number_ranges(figure_input)),
    ]


def day_columns(figure_input: FigureInput) -> list[FileColumn]:
    """Return the day, and the month or year that it falls into."""
    name = figure_input.question.name
    days = NumberColumn(name, figure_input.sample.coded[f"{name}#"], is_of_days=True)
    return [days, _span_column(figure_input, *ranges.day_ranges(figure_input))]


def _choice_column(question: Question, name: str, state: NDArray[Any], before: str) -> WordColumn:
    """Return a column with one of the choices, or skipped, for each sheet."""
    levels = _values(question)
    codes = np.where(state == SKIPPED, len(levels) - 1, np.maximum(state, -1)).astype(np.int64)
    codes[state == NOT_ASKED] = -1
    return WordColumn(name, codes, levels, tuple(f"{before}{level}" for level in levels))


def _yes_or_no(name: str, label: str, state: NDArray[Any], is_so: NDArray[np.bool_]) -> WordColumn:
    codes = np.where(state == NOT_ASKED, -1, is_so).astype(np.int64)
    return WordColumn(name, codes, ("no", "yes"), (None, label))


def _answered_column(figure_input: FigureInput) -> FileColumn:
    """Return a column that tells lists of answers from answers set apart and skipped ones."""
    return _column_with_apart(
        figure_input,
        figure_input.question.name,
        ["answered"],
        np.zeros(figure_input.sample.n, np.int64),
    )


def _span_column(
    figure_input: FigureInput, labels: Sequence[str], codes: LevelIndexes
) -> FileColumn:
    return _column_with_apart(
        figure_input, f"{figure_input.question.name}.span", labels, codes, are_published=True
    )


def _column_with_apart(
    figure_input: FigureInput,
    name: str,
    labels: Sequence[str],
    codes: LevelIndexes,
    *,
    are_published: bool = False,
) -> FileColumn:
    """Return a column of answers by group, then those set apart, then skipped."""
    everything, _levels = question_figure.answer_codes(figure_input, codes, len(labels))
    apart = [choice.value for choice in figure_input.question.apart]
    skipped = _values(figure_input.question)[-1]
    words = [distinct_word(label, [*apart, skipped]) for label in labels]
    ids = words if are_published else [None] * len(words)
    return WordColumn(name, everything, (*words, *apart, skipped), (*ids, *apart, skipped))


def _values(question: Question) -> tuple[str, ...]:
    """Return the values of all choices, and the word for skipping last."""
    values = [choice.value for choice in question.choices]
    return (*values, distinct_word("skipped", values))


def _number(value: float) -> float | int:
    return int(value) if value.is_integer() else value
