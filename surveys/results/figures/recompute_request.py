"""The request that recomputes a figure from the file of sheets, without the portal.

The format is that of `python -m clayton_review.stats`, told in docs/recompute.md. The weights are
raked once more to what they add up to already: that leaves them as they are, and lets standard
errors know what was raked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from clayton_review.figures import Audience
from clayton_review.web.downloads import safe_cell
from surveys.analysis.sample import Sample, Share
from surveys.question_types.columns import LevelIndexes
from surveys.questionnaire.questionnaire import Question, Questionnaire
from surveys.results.figures.figure_forms import file_columns
from surveys.results.figures.question_figure import FigureInput
from surveys.results.figures.recompute_columns import (
    FileColumn,
    NumberColumn,
    WordColumn,
    distinct_word,
    in_file_order,
)

Request = dict[str, Any]
LEAST = 2  # one sheet has no degree of freedom


@dataclass(frozen=True, eq=False)
class SheetsFile:
    """The columns of the file: answers, then how the sheets count."""

    questionnaire: Questionnaire
    sample: Sample

    @classmethod
    def of(cls, questionnaire: Questionnaire, sample: Sample) -> "SheetsFile":
        """Return the file of all sheets of the sample, in its own order."""
        return cls(questionnaire, in_file_order(questionnaire, sample))

    @property
    def columns(self) -> list[FileColumn]:
        """Return all columns from left to right."""
        answers = [
            column for question in self.questionnaire.questions for column in self.answers(question)
        ]
        design = [self.weights, *self.margins, self.drawn_from]
        return [*answers, *(column for column in design if column is not None)]

    def answers(self, question: Question) -> list[FileColumn]:
        return file_columns(self.figure_input(question))

    def figure_input(self, question: Question) -> FigureInput:
        """Return the question with the sheets in the order of the file."""
        return FigureInput(self.questionnaire, question, self.sample, Audience.TEAM)

    @property
    def weights(self) -> NumberColumn:
        """Return the final weights; ones if every sheet counts the same."""
        sample_weights = self.sample.weights
        return NumberColumn(
            self._name("weight"),
            np.ones(self.sample.n) if sample_weights is None else sample_weights,
        )

    @property
    def margins(self) -> list[WordColumn]:
        """Return the group of each sheet, one column for each margin."""
        columns = []
        for codes, groups in zip(self.sample.margins, self.sample.groups, strict=True):
            words = distinct_words(groups.words)
            name = f"{self._name('margin')}.{groups.question}"
            columns.append(WordColumn(name, codes, words, (None,) * len(words)))
        return columns

    @property
    def drawn_from(self) -> NumberColumn | None:
        """Return the number of people who could have been drawn; None if it is not known.

        People who chose to answer were not drawn: they stand for themselves, so that no interval
        is made of them.
        """
        size = self.sample.drawn_from if self.sample.has_intervals else float(self.sample.n)
        values = np.full(self.sample.n, size)
        return NumberColumn(self._name("fpc"), values) if np.isfinite(size) else None

    def _name(self, word: str) -> str:
        return distinct_word(word, [question.name for question in self.questionnaire.questions])


def has_request(figure_input: FigureInput) -> bool:
    """True if the figure can be recomputed: somebody was asked, and there are enough sheets."""
    return figure_input.sample.n >= LEAST and figure_input.n > 0


def recompute_request(file: SheetsFile, question: Question, data: str) -> Request:
    """Return the request that recomputes a closed question's figure from the file named `data`."""
    correction = file.drawn_from
    return {
        "data": data,
        "design": {
            "weights": file.weights.name,
            "strata": None,
            "clusters": None,
            "fpc": correction.name if correction else None,
            "nest": False,
            "single_cluster": "fail",
        },
        "calibrate": _calibrate(file),
        "estimates": [
            estimate
            for column in file.answers(question)
            for estimate in _estimates(column, file.sample)
        ],
    }


def distinct_words(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words for a file; numbered if a file would change them or if two are the same."""
    if len(set(words)) == len(words) and all(map(_is_same_in_csv, words)):
        return tuple(words)
    return tuple(f"{place}. {word}" for place, word in enumerate(words, start=1))


def _is_same_in_csv(word: str) -> bool:
    """True if a word stays the same when it is read from a CSV, where numbers are numbers."""
    if safe_cell(word) != word or word in {"", "NA"}:
        return False
    try:
        float(word)
    except ValueError:
        return True
    return word.isdecimal() and word == str(int(word))


def _calibrate(file: SheetsFile) -> Request | None:
    if file.sample.weights is None:
        return None
    margins = [
        {
            "variable": margin.name,
            "totals": _totals(margin.codes, margin.levels, file.sample.weights),
        }
        for margin in file.margins
    ]
    return {"method": "rake", "margins": margins, "trim": None}


def _totals(codes: LevelIndexes, words: Sequence[str], weights: Any) -> dict[str, float]:
    """Return the sum of the weights in each group that has a sheet, to the last digit."""
    sums = np.bincount(codes, weights, minlength=len(words)).tolist()
    return {words[place]: sums[place] for place in np.unique(codes).tolist()}


def _estimates(column: FileColumn, sample: Sample) -> list[Request]:
    if isinstance(column, NumberColumn):
        if not np.isfinite(column.values).any():
            return []
        return [_estimate_of_column(estimate, column.name) for estimate in column.estimates]
    shares = sample.shares(column.codes, len(column.levels))
    n = sum(share.n for share in shares)
    return [
        {
            "id": name,
            "kind": "proportion",
            "variable": column.name,
            "level": safe_cell(level),
            "interval": _interval(share, n),
        }
        for name, level, share in zip(column.ids, column.levels, shares, strict=True)
        if name is not None and share.n
    ]


def _interval(share: Share, n: int) -> str:
    """Return Wilson's interval if the figure has it, else the plain one, which always exists."""
    is_mixed = share.n < n and 0 < share.value < 1
    return "wilson" if share.interval is not None and is_mixed else "normal"


def _estimate_of_column(estimate: Request, name: str) -> Request:
    known = {"id": estimate["id"], "kind": estimate["kind"]}
    if estimate["kind"] == "mean":
        return {**known, "variables": [name]}
    return {**known, "variable": name, "probability": estimate["probability"]}
