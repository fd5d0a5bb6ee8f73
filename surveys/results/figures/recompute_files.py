"""Closed answers as the columns of a file: one row a sheet, in words and numbers.

Each column says which published numbers it gives, so that the file and the requests that recompute
them are made from the same. What people wrote, the channel and the week are left out. The columns
are told in docs/recompute.md.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surveys.analysis import answer_columns
from surveys.analysis.sample import Sample
from surveys.question_types.columns import NOT_ASKED, SKIPPED
from surveys.questionnaire.questionnaire import Document, Question
from surveys.results.figures import grids, question_figure, ranges, selected_choices
from surveys.results.figures.question_figure import Asked, Codes

Cells = list[Any]
QUARTILES = (("lower_quartile", 0.25), ("median", 0.5), ("upper_quartile", 0.75))


@dataclass(frozen=True, eq=False)
class Worded:
    """A column of words: codes (n,) into `levels`, −1 for an empty cell.

    `ids` names the estimate of each level's share; None where that share is not published.
    """

    name: str
    codes: Codes
    levels: tuple[str, ...]
    ids: tuple[str | None, ...]

    @property
    def cells(self) -> Cells:
        """The words of each sheet."""
        words = np.array([*self.levels, ""], dtype=object)
        made: Cells = words[self.codes].tolist()
        return made


@dataclass(frozen=True, eq=False)
class Measured:
    """A column of numbers (n,), or of days as ordinals; NaN for an empty cell.

    `estimates` are those that the numbers give, without the name of the column.
    """

    name: str
    values: NDArray[np.float64]
    estimates: tuple[dict[str, Any], ...] = ()
    is_of_days: bool = False

    @property
    def cells(self) -> Cells:
        """The numbers to the last digit; days as 2018-07-07."""
        told = _day if self.is_of_days else _number
        return ["" if np.isnan(one) else told(one) for one in self.values.tolist()]


Filed = Worded | Measured


def in_order(document: Document, sample: Sample) -> Sample:
    """The sheets that weigh anything, in the order of the file: that of its own content."""
    places = answer_columns.by_content(document, sample.coded)
    if sample.weights is not None:
        places = places[sample.weights[places] > 0]
    return replace(
        sample,
        coded=sample.coded.ordered(places),
        weights=None if sample.weights is None else sample.weights[places],
        margins=tuple(codes[places] for codes in sample.margins),
    )


def unlike(word: str, taken: Collection[str]) -> str:
    """The word, with as many `_` behind it as part it from those taken."""
    while word in taken:
        word += "_"
    return word


def choice_columns(asked: Asked) -> list[Filed]:
    """The choice of each sheet."""
    question = asked.question
    return [_steps(question, question.name, asked.column(), "")]


def agreement_columns(asked: Asked) -> list[Filed]:
    """The step of each sheet, and whether it is agreement."""
    question, state = asked.question, asked.column()
    if not asked.agreeing:
        return choice_columns(asked)
    agree = unlike("agree", _values(question))
    return [
        *choice_columns(asked),
        _yes_or_no(f"{question.name}.agree", agree, state, selected_choices.agreed(asked)),
    ]


def grid_columns(asked: Asked) -> list[Filed]:
    """For each row its step, and whether that is in the upper half."""
    question, made = asked.question, list[Filed]()
    upper = question.offered[len(question.offered) - len(question.offered) // 2 :]
    places = [place for place, choice in enumerate(question.choices) if choice in upper]
    top = unlike("upper", _values(question))
    for row in question.rows:
        state, name = asked.column(row.value), f"{question.name}.{row.value}"
        made.append(_steps(question, name, state, f"{row.value}."))
        is_upper = np.isin(state, places)
        made.append(_yes_or_no(f"{name}.upper", f"{row.value}.{top}", state, is_upper))
    return made


def selected_columns(asked: Asked) -> list[Filed]:
    """Whether anything was selected, and each choice."""
    is_asked, made = asked.sample.is_asked(asked.question.name), [_answered(asked)]
    for choice in asked.question.offered:
        codes = np.where(is_asked, asked.column(choice.value), -1).astype(np.int64)
        name = f"{asked.question.name}.{choice.value}"
        made.append(Worded(name, codes, ("not_ticked", "ticked"), (None, choice.value)))
    return made


def ranking_columns(asked: Asked) -> list[Filed]:
    """Whether anything was ranked, and for each choice its place."""
    is_asked, made = asked.sample.is_asked(asked.question.name), [_answered(asked)]
    is_ranked, offered = question_figure.is_answered(asked), asked.question.offered
    places = tuple(str(place) for place in range(len(offered) + 1))
    for choice in offered:
        name, value = f"{asked.question.name}.{choice.value}", choice.value
        codes = np.where(is_asked, asked.column(value), -1).astype(np.int64)
        firsts = tuple(value if place == "1" else None for place in places)
        made.append(Worded(name, codes, places, firsts))
        counted = np.where(is_ranked, grids.counted_places(asked, value), np.nan)
        mean = {"id": f"{value}.mean", "kind": "mean"}
        made.append(Measured(f"{name}.counted", counted, (mean,)))
    return made


def number_columns(asked: Asked) -> list[Filed]:
    """The number, and the range that it falls into."""
    name, taken = asked.question.name, _values(asked.question)
    quartiles = tuple(
        {"id": unlike(words, taken), "kind": "quantile", "probability": probability}
        for words, probability in QUARTILES
    )
    values = asked.sample.coded[f"{name}#"]
    return [Measured(name, values, quartiles), _spans(asked, *ranges.spans_of_numbers(asked))]


def day_columns(asked: Asked) -> list[Filed]:
    """The day, and the month or year that it falls into."""
    name = asked.question.name
    days = Measured(name, asked.sample.coded[f"{name}#"], is_of_days=True)
    return [days, _spans(asked, *ranges.spans_of_days(asked))]


def _steps(question: Question, name: str, state: NDArray[Any], before: str) -> Worded:
    """One answer out of the choices, or skipped."""
    levels = _values(question)
    codes = np.where(state == SKIPPED, len(levels) - 1, np.maximum(state, -1)).astype(np.int64)
    codes[state == NOT_ASKED] = -1
    return Worded(name, codes, levels, tuple(f"{before}{level}" for level in levels))


def _yes_or_no(name: str, said: str, state: NDArray[Any], is_so: NDArray[np.bool_]) -> Worded:
    codes = np.where(state == NOT_ASKED, -1, is_so).astype(np.int64)
    return Worded(name, codes, ("no", "yes"), (None, said))


def _answered(asked: Asked) -> Filed:
    """Whether a list of answers was given, or which of those set apart."""
    return _apart(asked, asked.question.name, ["answered"], np.zeros(asked.sample.n, np.int64))


def _spans(asked: Asked, labels: Sequence[str], codes: Codes) -> Filed:
    return _apart(asked, f"{asked.question.name}.span", labels, codes, are_published=True)


def _apart(
    asked: Asked, name: str, labels: Sequence[str], codes: Codes, *, are_published: bool = False
) -> Filed:
    """Answers in their own groups, then those set apart, then skipped."""
    everything, _levels = question_figure.coded_answers(asked, codes, len(labels))
    apart = [choice.value for choice in asked.question.apart]
    skipped = _values(asked.question)[-1]
    given = [unlike(label, [*apart, skipped]) for label in labels]
    ids = given if are_published else [None] * len(given)
    return Worded(name, everything, (*given, *apart, skipped), (*ids, *apart, skipped))


def _values(question: Question) -> tuple[str, ...]:
    """The values of all choices, and the word for skipping last."""
    values = [choice.value for choice in question.choices]
    return (*values, unlike("skipped", values))


def _number(value: float) -> float | int:
    return int(value) if value.is_integer() else value


def _day(value: float) -> str:
    return date.fromordinal(int(value)).isoformat()
