"""Shares and totals of many tables with standard errors, from their sufficient statistics.

The same values as `means_and_totals.means` and `totals` give row by row. Sources: Cochran (1977),
Sampling Techniques, section 5A.14 (domains in stratified samples); Kish (1965), Survey Sampling,
section 11.7.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from clayton_review.stats.errors import OutOfRangeError
from clayton_review.stats.estimates.design import Codes, Floats
from clayton_review.stats.estimates.means_and_totals import critical_t
from clayton_review.stats.estimates.sufficient_statistics import SufficientStatistics

ShareBase = Literal["table", "row"]
ROUNDING = 4 * np.finfo(np.float64).eps  # a spread below n times this part of its squares is none


@dataclass(frozen=True, eq=False)
class CellEstimates:
    """An estimate for each of K cells, the tables one after another; arrays (K,).

    `n` and `n_effective` (Kish's) are those of the base that a share is of. Where the base holds
    nobody, n is 0 and the rest is NaN.
    """

    shapes: tuple[tuple[int, int], ...]
    values: Floats
    standard_errors: Floats
    design_effects: Floats
    n: Codes
    n_effective: Floats
    degrees_of_freedom: int

    def interval(self, confidence: float = 0.95) -> tuple[Floats, Floats]:
        """Return the lower and upper ends (K,), by t.

        Raises `NotEstimableError` without a degree of freedom.
        """
        half = critical_t(self.degrees_of_freedom, confidence) * self.standard_errors
        return self.values - half, self.values + half

    def table(self, place: int) -> "CellEstimates":
        """Return the estimates of one table, its arrays of shape (rows, columns)."""
        start = sum(rows * columns for rows, columns in self.shapes[:place])
        shape = self.shapes[place]
        cut = slice(start, start + shape[0] * shape[1])
        parts = (self.values, self.standard_errors, self.design_effects)
        values, errors, effects = (part[cut].reshape(shape) for part in parts)
        n, effective = self.n[cut].reshape(shape), self.n_effective[cut].reshape(shape)
        return CellEstimates(
            (shape,), values, errors, effects, n, effective, self.degrees_of_freedom
        )


def cell_shares(sums: SufficientStatistics, of: ShareBase = "table") -> CellEstimates:
    """Return the share of each cell in its table, or in its row; each row is then a domain.

    Raises `DesignError` for a stratum with a single row under the rule "fail".
    """
    base = _BaseSums.of(sums, of)
    share = _divide(sums.weight.sum(axis=0), base.total_weight)
    rest = 1.0 - share
    others = np.maximum(base.squared - sums.squared, 0.0)
    squares = sums.squared * rest**2 + others * share**2
    sums_of_u = sums.weight * rest - (base.weight - sums.weight) * share
    error = _divide(np.sqrt(_variance(sums, squares, sums_of_u)), base.total_weight)
    weight, n = base.total_weight, base.n
    simple = _divide(share * rest * (weight - n), (n - 1) * weight)
    return base.to_estimates(sums, share, error, simple)


def cell_totals(sums: SufficientStatistics) -> CellEstimates:
    """Return the number of people in the population for each cell; errors as in `cell_shares`."""
    base = _BaseSums.of(sums, "table")
    share = _divide(sums.weight.sum(axis=0), base.total_weight)
    error = np.sqrt(_variance(sums, sums.squared, sums.weight))
    weight, n = base.total_weight, base.n
    simple = _divide(share * (1.0 - share) * weight * (weight - n), n - 1.0)
    return base.to_estimates(sums, sums.weight.sum(axis=0), error, simple)


@dataclass(frozen=True, eq=False)
class _BaseSums:
    """Sums of the bases of K cells: by stratum (H, K), and Σw and n over all strata (K,)."""

    weight: Floats
    squared: Floats
    total_weight: Floats
    n: Floats

    @staticmethod
    def of(sums: SufficientStatistics, kind: ShareBase) -> "_BaseSums":
        lengths = np.array(_lengths(sums.shapes, kind))
        starts = np.cumsum(lengths) - lengths

        def spread(part: Floats) -> Floats:
            return np.repeat(np.add.reduceat(part, starts, axis=1), lengths, axis=1)

        weight, n = spread(sums.weight), spread(sums.n.astype(np.float64)).sum(axis=0)
        return _BaseSums(weight, spread(sums.squared), weight.sum(axis=0), n)

    def to_estimates(
        self, sums: SufficientStatistics, values: Floats, errors: Floats, simple: Floats
    ) -> CellEstimates:
        known = np.where(self.n > 0, errors, np.nan)
        effects = _divide(known**2, np.where(simple > 0, simple, 0.0))
        effects[self.n < 2] = np.nan
        return CellEstimates(
            sums.shapes, np.where(self.n > 0, values, np.nan), known, effects,
            self.n.astype(np.int64), _divide(self.total_weight**2, self.squared.sum(axis=0)),
            sums.strata.degrees_of_freedom,
        )  # fmt: skip


def _lengths(shapes: Sequence[tuple[int, int]], kind: ShareBase) -> list[int]:
    if kind == "table":
        return [rows * columns for rows, columns in shapes]
    if kind == "row":
        return [columns for rows, columns in shapes for _ in range(rows)]
    raise OutOfRangeError(f"A share is of the table or of the row, not of {kind!r}.")


def _variance(sums: SufficientStatistics, squares: Floats, sums_of_u: Floats) -> Floats:
    """Return Σ_h f n/(n−1) (Σ u² − (Σ u)²/n) from the sums of u² and of u by stratum (H, K)."""
    centred, raw = sums.strata.variance_factors()
    n = np.maximum(sums.strata.n_drawn, 1)[:, None]
    squares_about_mean = squares - sums_of_u**2 / n
    squares_about_mean[squares_about_mean < ROUNDING * n * squares] = 0.0
    variance: Floats = centred @ squares_about_mean + raw @ sums_of_u**2
    return variance


def _divide(above: Floats, below: Floats) -> Floats:
    quotient: Floats = np.full(np.broadcast_shapes(above.shape, below.shape), np.nan)
    np.divide(above, below, out=quotient, where=below != 0)
    return quotient
