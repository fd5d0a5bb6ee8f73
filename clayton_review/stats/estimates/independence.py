"""Tests of independence of two variables under a design, and the shares of their crosstab.

Sources: Rao and Scott (1984), Annals of Statistics 12; Koch, Freeman and Freeman (1975) for Wald's
test. Missing values are a domain: the design stays whole.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy

from clayton_review.stats.errors import NotEstimableError, OutOfRangeError
from clayton_review.stats.estimates.design import Codes, Floats, SurveyDesign
from clayton_review.stats.estimates.means_and_totals import (
    Domain,
    Estimates,
    means,
    n_weighted_rows,
    totals,
)

MAX_CONDITION = 1e12  # the condition beyond which a solution means nothing
Statistic = Literal["F", "Chisq", "Wald"]


@dataclass(frozen=True)
class IndependenceTest:
    """A test statistic with its degrees of freedom (one or two) and its p-value."""

    statistic: float
    degrees_of_freedom: tuple[float, ...]
    p_value: float


def crosstab_shares(
    rows: Codes, columns: Codes, shape: tuple[int, int], design: SurveyDesign,
    domain: Domain | None = None,
) -> Estimates:  # fmt: skip
    """Return the share of each cell, row by row.

    `rows` and `columns` (n,) are codes, −1 for missing.
    """
    return means(_indicators(rows, columns, shape), design, domain)


def _indicators(rows: Codes, columns: Codes, shape: tuple[int, int]) -> Floats:
    known = (rows >= 0) & (columns >= 0)
    cells = np.where(known, rows * shape[1] + columns, 0)
    indicators = np.zeros((len(rows), shape[0] * shape[1]))
    indicators[np.arange(len(rows)), cells] = 1.0
    indicators[~known] = np.nan
    return indicators


def independence_test(
    rows: Codes, columns: Codes, shape: tuple[int, int], design: SurveyDesign,
    domain: Domain | None = None, *, statistic: Statistic = "F",
) -> IndependenceTest:  # fmt: skip
    """Return the test that two variables are independent; each needs two levels that occur.

    `rows` and `columns` (n,) are codes, −1 for missing. "F" and "Chisq": Pearson's statistic with
    Rao and Scott's second and first correction; "Wald": Wald's test on the cells' departures from
    independence. Raises `NotEstimableError` for tables too empty to test, `OutOfRangeError` for
    another statistic.
    """
    shares = crosstab_shares(rows, columns, shape, design, domain)
    if statistic == "Wald":
        _check_table(shares, shape)
        return _wald_test(totals(_indicators(rows, columns, shape), design, domain), shape)
    return rao_scott(shares, shape, n=n_weighted_rows(design, domain), statistic=statistic)


def rao_scott(
    estimates: Estimates, shape: tuple[int, int], *, n: int, statistic: Statistic = "F"
) -> IndependenceTest:
    """Return Rao and Scott's test from the shares of all cells, row by row, with their covariance.

    `n` is the number of rows, those that miss a variable too, as in R's `svychisq`. Errors as
    `independence_test`.
    """
    if statistic not in {"F", "Chisq"}:
        raise OutOfRangeError(f"There is no test called {statistic!r}.")
    _check_table(estimates, shape)
    table = estimates.values.reshape(shape)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0))
    pearson = float(n * ((table - expected) ** 2 / expected).sum())
    shares = estimates.values
    inverse = np.divide(1.0, shares, out=np.zeros_like(shares), where=shares > 0)
    contrasts = _interactions(table.shape)
    simple = contrasts.T @ (inverse[:, None] / n * contrasts)
    real = (inverse[:, None] * contrasts).T @ estimates.covariance @ (inverse[:, None] * contrasts)
    if np.linalg.cond(simple) > MAX_CONDITION:
        raise NotEstimableError("Too many cells of the table are empty for a test.")
    delta = np.linalg.solve(simple, real)
    trace, trace_of_square = float(np.trace(delta)), float(np.trace(delta @ delta))
    if not 0 < trace < np.inf:
        raise NotEstimableError("The table does not vary, so it cannot be tested.")
    if statistic == "Chisq":
        k = delta.shape[0]
        p_value = float(scipy.special.chdtrc(k, pearson / (trace / k)))
        return IndependenceTest(pearson, (float(k),), p_value)
    first = trace**2 / trace_of_square
    second = first * estimates.degrees_of_freedom
    value = pearson / trace
    return IndependenceTest(
        value, (first, second), float(scipy.special.fdtrc(first, second, value))
    )


def _check_table(shares: Estimates, shape: tuple[int, int]) -> None:
    if min(shape) < 2:
        raise NotEstimableError("Each of the two variables needs at least two answers.")
    table = shares.values.reshape(shape)
    if not table.sum(axis=0).all() or not table.sum(axis=1).all():
        raise NotEstimableError("An answer that no one gave cannot be tested; leave it out.")


def _interactions(shape: tuple[int, int]) -> Floats:
    """Return contrasts (cells, k) of the interaction, orthogonal to the two variables alone."""
    n_rows, n_columns = shape
    row = np.repeat(np.arange(n_rows), n_columns)
    column = np.tile(np.arange(n_columns), n_rows)
    alone = np.column_stack(
        [np.ones(len(row))]
        + [(row == level).astype(float) for level in range(1, n_rows)]
        + [(column == level).astype(float) for level in range(1, n_columns)]
    )
    both = np.column_stack(
        [
            ((row == r) & (column == c)).astype(float)
            for c in range(1, n_columns)
            for r in range(1, n_rows)
        ]
    )
    contrasts: Floats = both - alone @ np.linalg.lstsq(alone, both, rcond=None)[0]
    return contrasts


def _wald_test(estimates: Estimates, shape: tuple[int, int]) -> IndependenceTest:
    """Return Wald's test of all totals but those of the last row and column."""
    table = estimates.values.reshape(shape)
    total, by_row, by_column = table.sum(), table.sum(axis=1), table.sum(axis=0)
    departures = (table - np.outer(by_row, by_column) / total)[:-1, :-1].ravel()
    slopes = []
    for r in range(shape[0] - 1):
        for c in range(shape[1] - 1):
            slope = np.full(shape, by_row[r] * by_column[c] / total**2)
            slope[r, :] -= by_column[c] / total
            slope[:, c] -= by_row[r] / total
            slope[r, c] += 1
            slopes.append(slope.ravel())
    spread = np.array(slopes) @ estimates.covariance @ np.array(slopes).T
    k, df = len(departures), estimates.degrees_of_freedom
    value = float(departures @ np.linalg.solve(spread, departures)) / k
    return IndependenceTest(value, (float(k), float(df)), float(scipy.special.fdtrc(k, df, value)))
