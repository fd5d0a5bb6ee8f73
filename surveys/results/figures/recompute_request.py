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
from clayton_review.web.downloads import neutral
from surveys.analysis.sample import Codes, Sample, Share
from surveys.questionnaire.questionnaire import Document, Question
from surveys.results.figures.figure_forms import columns_of
from surveys.results.figures.question_figure import Asked
from surveys.results.figures.recompute_files import (
    Filed,
    Measured,
    Worded,
    in_order,
    unlike,
)

Request = dict[str, Any]
LEAST = 2  # one sheet has no degree of freedom


@dataclass(frozen=True, eq=False)
class SheetsFile:
    """The columns of the file: answers, then how the sheets count."""

    document: Document
    sample: Sample

    @classmethod
    def of(cls, document: Document, sample: Sample) -> "SheetsFile":
        """The file of all sheets of the sample, in its own order."""
        return cls(document, in_order(document, sample))

    @property
    def columns(self) -> list[Filed]:
        """All columns from left to right."""
        answers = [one for question in self.document.questions for one in self.answers(question)]
        design = [self.weights, *self.margins, self.drawn_from]
        return [*answers, *(one for one in design if one is not None)]

    def answers(self, question: Question) -> list[Filed]:
        """The columns of one question."""
        return columns_of(self.asked(question))

    def asked(self, question: Question) -> Asked:
        """The question with the sheets in the order of the file."""
        return Asked(self.document, question, self.sample, Audience.TEAM)

    @property
    def weights(self) -> Measured:
        """The final weights; ones where every sheet counts the same."""
        given = self.sample.weights
        return Measured(self._name("weight"), np.ones(self.sample.n) if given is None else given)

    @property
    def margins(self) -> list[Worded]:
        """For each margin the group of each sheet."""
        made = []
        for codes, groups in zip(self.sample.margins, self.sample.groups, strict=True):
            words = told_apart(groups.words)
            name = f"{self._name('margin')}.{groups.question}"
            made.append(Worded(name, codes, words, (None,) * len(words)))
        return made

    @property
    def drawn_from(self) -> Measured | None:
        """How many people could have been drawn; None where that is not known.

        People who chose to answer were not drawn: they stand for themselves, so that no interval
        is made of them.
        """
        size = self.sample.drawn_from if self.sample.has_intervals else float(self.sample.n)
        values = np.full(self.sample.n, size)
        return Measured(self._name("fpc"), values) if np.isfinite(size) else None

    def _name(self, word: str) -> str:
        return unlike(word, [question.name for question in self.document.questions])


def has_request(asked: Asked) -> bool:
    """Whether there is enough to recompute: somebody was asked, and one sheet is not all."""
    return asked.sample.n >= LEAST and asked.n > 0


def request_of(file: SheetsFile, question: Question, data: str) -> Request:
    """What recomputes the figure of a closed question from the file named `data`."""
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


def told_apart(words: Sequence[str]) -> tuple[str, ...]:
    """The words as a file keeps them; numbered where it would not, or where two are the same."""
    if len(set(words)) == len(words) and all(map(_stays, words)):
        return tuple(words)
    return tuple(f"{place}. {word}" for place, word in enumerate(words, start=1))


def _stays(word: str) -> bool:
    """Whether a word is still the same when it is read from a CSV, where numbers are numbers."""
    if neutral(word) != word or word in {"", "NA"}:
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
        {"variable": one.name, "totals": _totals(one.codes, one.levels, file.sample.weights)}
        for one in file.margins
    ]
    return {"method": "rake", "margins": margins, "trim": None}


def _totals(codes: Codes, words: Sequence[str], weights: Any) -> dict[str, float]:
    """What the weights add up to in each group that has a sheet, to the last digit."""
    sums = np.bincount(codes, weights, minlength=len(words)).tolist()
    return {words[place]: sums[place] for place in np.unique(codes).tolist()}


def _estimates(column: Filed, sample: Sample) -> list[Request]:
    if isinstance(column, Measured):
        if not np.isfinite(column.values).any():
            return []
        return [_named(one, column.name) for one in column.estimates]
    shares = sample.shares(column.codes, len(column.levels))
    n = sum(share.n for share in shares)
    return [
        {
            "id": name,
            "kind": "proportion",
            "variable": column.name,
            "level": neutral(level),
            "interval": _interval(share, n),
        }
        for name, level, share in zip(column.ids, column.levels, shares, strict=True)
        if name is not None and share.n
    ]


def _interval(share: Share, n: int) -> str:
    """Wilson's where the figure has it; the plain one can always be made."""
    is_mixed = share.n < n and 0 < share.value < 1
    return "wilson" if share.interval is not None and is_mixed else "normal"


def _named(estimate: Request, name: str) -> Request:
    known = {"id": estimate["id"], "kind": estimate["kind"]}
    if estimate["kind"] == "mean":
        return {**known, "variables": [name]}
    return {**known, "variable": name, "probability": estimate["probability"]}
