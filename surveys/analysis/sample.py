"""The sheets of a survey as a sample: coded answers with their weights, and shares from them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clayton_review.stats.compare.comparison import (
    ComparedQuestion,
    ComparisonResult,
    compare_shares,
)
from clayton_review.stats.estimates.intervals import Interval
from clayton_review.stats.estimates.means_and_totals import Domain, Estimates, critical_t
from clayton_review.stats.estimates.precision import kish_design_effect
from clayton_review.stats.estimates.proportions import wilson_interval
from clayton_review.stats.estimates.quantiles import quantile_value
from clayton_review.stats.weighting.raked_sample import RakedSample
from surveys.analysis import method_notes
from surveys.analysis.answer_columns import AnswerColumns
from surveys.answers.policies import can_be_shown_together
from surveys.question_types.columns import NOT_ASKED, LevelIndexes

FIXED = 1e-9  # a share with a smaller standard error is what the weights were made to give


@dataclass(frozen=True)
class Share:
    """The weighted share of one answer, between 0 and 1, with its interval where it has one."""

    n: int
    value: float
    interval: Interval | None


@dataclass(frozen=True)
class RakedGroups:
    """The groups of one question that the weights were raked on, by their code."""

    question: str
    words: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Sample:
    """Coded sheets, their weights (n,), and what may be said of their precision.

    `margins` are the codes (n,) that the weights were raked on, none for unweighted sheets, and
    `groups` what the codes of each mean;
    `population` is the number of people they stand for, None where nobody knows. Without
    `has_intervals` (an opt-in sample) no share has an interval. `weighted_by` names in words what
    the weights were made of.
    """

    coded: AnswerColumns
    weights: NDArray[np.float64] | None
    margins: tuple[LevelIndexes, ...]
    population: int | None
    has_intervals: bool
    weighted_by: str = ""
    groups: tuple[RakedGroups, ...] = ()
    has_programs: bool = False  # these are all sheets, also those that look made by a program
    all_sheets: AnswerColumns | None = None  # with those that look made by a program, if any do

    @property
    def n_by_program(self) -> int:
        """Return how many sheets are left out because they look made by a program."""
        return 0 if self.all_sheets is None else self.all_sheets.n - self.n

    def left_out_sentence(self, least: int = 0) -> str:
        """Return how many sheets were left out, or that it was fewer than `least`.

        Only surveys by an open link have such sheets.
        """
        if 0 < self.n_by_program < least:
            return str(method_notes.FEW_BY_PROGRAM) % {"n": least}
        sentence = method_notes.BY_PROGRAM if self.n_by_program else method_notes.NONE_BY_PROGRAM
        numbers = {"n": f"{self.n_by_program:,}", "all": f"{self.n + self.n_by_program:,}"}
        return str(sentence) % numbers

    @property
    def with_programs(self) -> "Sample | None":
        """Return all sheets, unweighted; None where too few are left out to show both."""
        if self.all_sheets is None or not can_be_shown_together(self.n_by_program):
            return None
        return replace(
            self,
            coded=self.all_sheets,
            weights=None,
            margins=(),
            groups=(),
            weighted_by="",
            has_programs=True,
            all_sheets=None,
        )

    @property
    def n(self) -> int:
        """Return the number of sheets."""
        return self.coded.n

    @property
    def raked_by(self) -> frozenset[str]:
        """Return the questions whose population the sheets were weighted to."""
        return frozenset(group.question for group in self.groups)

    @property
    def is_weighted(self) -> bool:
        """True if the sheets count differently."""
        return self.weights is not None

    def n_weighted_where(self, column: str) -> float | None:
        """Return the number of people for whom those asked stand; None if only for themselves."""
        if not self.has_intervals:  # a sample that chose itself stands for itself only
            return None
        is_asked = self.is_asked(column)
        if self.weights is not None:
            return float(self.weights[is_asked].sum())
        if not (self.population and self.n):
            return None
        return float(self.population * is_asked.sum() / self.n)

    def effective_n_where(self, column: str) -> float:
        """Return the number of equally weighted sheets that those asked are worth (Kish)."""
        is_asked = self.is_asked(column)
        if self.weights is None or not self.stands_for_somebody(is_asked):
            return float(is_asked.sum())
        return int(is_asked.sum()) / kish_design_effect(self.weights[is_asked])

    @cached_property
    def design_effect(self) -> float:
        """Return the factor by which unequal weights raise the variance (Kish); 1 without any."""
        return 1.0 if self.weights is None else kish_design_effect(self.weights)

    @cached_property
    def _raked_sample(self) -> RakedSample:
        weights = np.ones(self.n) if self.weights is None else self.weights
        has_weight = self._sheets_with_weight
        margins = [codes[has_weight] for codes in self.margins]
        return RakedSample.from_weights(weights[has_weight], margins, self.drawn_from)

    @cached_property
    def _sheets_with_weight(self) -> NDArray[np.bool_] | slice:
        """Return the sheets with weight; a group that the population does not have has none."""
        return slice(None) if self.weights is None or self.weights.all() else self.weights > 0

    @property
    def drawn_from(self) -> float:
        """Return the number of people who could have been drawn; infinite if it is not known."""
        known = self.population if self.population and self.population >= self.n else np.inf
        return float(known)

    def is_asked(self, column: str) -> NDArray[np.bool_]:
        """True (n,) for sheets that were asked this question."""
        is_asked: NDArray[np.bool_] = self.coded[column] != NOT_ASKED
        return is_asked

    def stands_for_somebody(self, keep: NDArray[np.bool_]) -> bool:
        """True if the kept sheets (n,) weigh anything: a group without people does not."""
        return bool(keep.any()) and (self.weights is None or float(self.weights[keep].sum()) > 0)

    def shares(self, codes: NDArray[Any], n_levels: int) -> list[Share]:
        """Return the share of each answer in `codes` (n,); −1 marks sheets outside.

        Intervals are Wilson's with the sample's effective size for that share; if all or nobody
        give an answer, with Kish's. A share that the weights fix has none.
        """
        inside = codes >= 0
        counts = np.bincount(codes[inside], minlength=n_levels)
        if not inside.any():
            return [Share(0, 0.0, None)] * n_levels
        if not self.stands_for_somebody(inside):
            return [Share(n, 0.0, None) for n in counts.tolist()]
        estimates, n_asked = self.estimated(codes, n_levels), int(inside.sum())
        errors = estimates.standard_errors
        return [
            Share(n, value, self._interval(value, error, n_asked, is_mixed=0 < n < n_asked))
            for n, value, error in zip(
                counts.tolist(), estimates.values.tolist(), errors.tolist(), strict=True
            )
        ]

    def estimated(self, codes: NDArray[Any], n_levels: int) -> Estimates:
        """Return the shares (levels,) with covariance. Raise `NotEstimableError` for nobody."""
        return self._raked_sample.shares(codes.astype(np.int64)[self._sheets_with_weight], n_levels)

    def is_ahead(self, first: NDArray[Any], second: NDArray[Any], is_asked: NDArray[Any]) -> bool:
        """True if more people gave the first answer than the second, beyond chance.

        All are masks of sheets (n,); the answers may overlap. The 95% interval of the difference
        of the two shares must lie above 0, by t with the design's degrees of freedom. If nobody
        gave only the second, no variance can be estimated from those who differ: Wilson's interval
        for those who gave only the first must lie above one half. In a sample without intervals,
        any larger share is ahead.
        """
        codes = np.full(self.n, -1, dtype=np.int64)
        codes[is_asked] = 2
        codes[is_asked & first & ~second] = 0
        codes[is_asked & second & ~first] = 1
        if not self.stands_for_somebody(codes >= 0):
            return False
        estimates = self.estimated(codes, 3)
        difference = float(estimates.values[0] - estimates.values[1])
        if not self.has_intervals or difference <= 0:
            return difference > 0
        if estimates.values[1] == 0:
            n_first = int((codes[self._sheets_with_weight] == 0).sum())
            return wilson_interval(1.0, n_first / self.design_effect)[0] > 0.5
        covariance = estimates.covariance
        variance = float(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])
        margin = critical_t(estimates.degrees_of_freedom) * max(variance, 0.0) ** 0.5
        return bool(difference > margin)

    def compared(
        self,
        first: tuple[str, Domain],
        second: tuple[str, Domain],
        questions: Sequence[ComparedQuestion],
    ) -> tuple[ComparisonResult, ...]:
        """Compare shares of two groups, by name and sheets (n,), over all these questions."""
        if not questions:
            return ()
        questions_inside = [
            replace(question, values=question.values[self._sheets_with_weight])
            for question in questions
        ]
        sides = [(name, domain[self._sheets_with_weight]) for name, domain in (first, second)]
        return compare_shares(self._raked_sample, sides[0], sides[1], questions_inside)

    def _interval(self, value: float, error: float, n: int, *, is_mixed: bool) -> Interval | None:
        if not self.has_intervals:
            return None
        effective_n = n / self.design_effect
        if is_mixed and 0 < value < 1:
            if error < FIXED:
                return None
            effective_n = value * (1 - value) / error**2
        return Interval(value, *wilson_interval(value, effective_n))

    def mean(self, values: NDArray[np.float64], keep: NDArray[np.bool_]) -> float:
        """Return the weighted mean of the kept values (n,), of which there must be one."""
        weights = np.ones(self.n) if self.weights is None else self.weights
        return float(np.average(values[keep], weights=weights[keep]))

    def quantile(self, values: NDArray[np.float64], probability: float) -> float:
        """Return the weighted quantile of values (n,); NaN is left out."""
        weights = np.ones(self.n) if self.weights is None else self.weights
        return quantile_value(values, weights, probability)
