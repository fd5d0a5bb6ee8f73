"""Logistic regression by iteratively reweighted least squares, with named refusals."""

from dataclasses import dataclass

import numpy as np
import scipy

from clayton_review.stats.errors import EmptyBaseError, NotEstimableError, OutOfRangeError
from clayton_review.stats.estimates.design import Floats

EPSILON = 1e-14  # of the relative change of the deviance
MAX_STEPS = 50
SEPARATION_LOG_ODDS = 15.0  # log odds beyond which separation is looked for
RANK_TOLERANCE = 1e-9
SEPARATION_TOLERANCE = 1e-6  # more than the linear program's tolerance


class OneOutcomeError(NotEstimableError):
    """All outcomes are the same."""


class RankError(NotEstimableError):
    """Some column is a combination of the others."""


class NoConvergenceError(NotEstimableError):
    """The iterations do not settle."""


class SeparationError(NotEstimableError):
    """The columns predict the outcome without error, in all rows or in some: no finite estimate."""


class PerfectSeparationError(SeparationError):
    """The columns predict every outcome."""


class QuasiSeparationError(SeparationError):
    """The columns predict the outcomes of some rows, and never the wrong way in the others."""


@dataclass(frozen=True, eq=False)
class LogisticFit:
    """Coefficients (k,) in log odds, their covariance (k, k), and details of the iterations.

    `change` is the last relative change of the deviance, at most 1e-14.
    """

    coefficients: Floats
    covariance: Floats
    deviance: float
    n: int
    n_iterations: int
    change: float

    @property
    def standard_errors(self) -> Floats:
        """Return standard errors (k,): the roots of the covariance's diagonal."""
        errors: Floats = np.sqrt(np.diagonal(self.covariance))
        return errors


def logistic_regression(columns: Floats, outcomes: Floats) -> LogisticFit:
    """Return the maximum likelihood fit of outcomes (n,) of 0 and 1 on columns (n, k).

    An intercept is one of the columns.

    Source: McCullagh and Nelder (1989), Generalized Linear Models, section 2.5; start and stop as
    R's `glm` with epsilon 1e-14; the covariance is the inverse information at the estimate. Raises
    `EmptyBaseError` without rows, `OutOfRangeError` for unequal lengths, other outcomes or infinite
    numbers, `OneOutcomeError`, `RankError`, `PerfectSeparationError`, `QuasiSeparationError`
    (Albert and Anderson, 1984, Biometrika 71:1-10) or `NoConvergenceError`.
    """
    _check(columns, outcomes)
    odds = np.where(outcomes > 0, np.log(3.0), -np.log(3.0))  # R's start: (y + ½) / 2
    deviance, is_checked = _deviance(odds, outcomes), False
    for step in range(1, MAX_STEPS + 1):
        coefficients = _weighted_least_squares(columns, outcomes, odds)
        odds = columns @ coefficients
        if np.abs(odds).max() > SEPARATION_LOG_ODDS and not is_checked:
            _check_separation(columns, outcomes)
            is_checked = True
        previous, deviance = deviance, _deviance(odds, outcomes)
        change = abs(deviance - previous) / (abs(deviance) + 0.1)
        if change < EPSILON:
            covariance = _covariance(columns, odds)
            return LogisticFit(coefficients, covariance, deviance, len(outcomes), step, change)
    raise NoConvergenceError(f"The regression did not settle in {MAX_STEPS} steps.")


def _weighted_least_squares(columns: Floats, outcomes: Floats, odds: Floats) -> Floats:
    """Return one weighted least squares fit of the working response."""
    weights = _weights(odds)
    response = odds + (outcomes - scipy.special.expit(odds)) / weights
    roots = np.sqrt(weights)
    q, r = scipy.linalg.qr(columns * roots[:, None], mode="economic", check_finite=False)
    coefficients: Floats = scipy.linalg.solve_triangular(
        r, q.T @ (response * roots), check_finite=False
    )
    return coefficients


def _covariance(columns: Floats, odds: Floats) -> Floats:
    """Return the inverse of X'WX by way of the triangle of √W X."""
    roots = np.sqrt(_weights(odds))
    triangle = np.linalg.qr(columns * roots[:, None], mode="r")
    inverse = scipy.linalg.solve_triangular(triangle, np.eye(len(triangle)))
    covariance: Floats = inverse @ inverse.T
    return covariance


def _weights(odds: Floats) -> Floats:
    variances = scipy.special.expit(odds) * scipy.special.expit(-odds)
    weights: Floats = np.maximum(variances, np.finfo(float).eps)
    return weights


def _deviance(odds: Floats, outcomes: Floats) -> float:
    """Return twice the negative log likelihood; log(1 + e^x) without overflow."""
    return float(2 * np.sum(np.logaddexp(0.0, np.where(outcomes > 0, -odds, odds))))


def _check(columns: Floats, outcomes: Floats) -> None:
    if columns.ndim != 2 or outcomes.shape != columns.shape[:1] or not columns.shape[1]:
        raise OutOfRangeError("A regression needs one row of columns for each outcome.")
    if not len(outcomes):
        raise EmptyBaseError("There is no row to fit.")
    if not np.isfinite(columns).all() or not np.isin(outcomes, (0, 1)).all():
        raise OutOfRangeError("Outcomes are 0 or 1 and columns finite numbers.")
    if np.ptp(outcomes) == 0:
        raise OneOutcomeError("All outcomes are the same, so nothing can be told apart.")
    lengths = np.linalg.norm(columns, axis=0)
    if not lengths.all() or np.linalg.matrix_rank(columns / lengths, RANK_TOLERANCE) < len(lengths):
        raise RankError("Some column is a combination of the others, so they cannot be told apart.")


def _check_separation(columns: Floats, outcomes: Floats) -> None:
    """Raise `SeparationError` if a direction exists in which no row points to the wrong outcome.

    Found by linear programming. Source: Konis (2007), Linear programming algorithms for detecting
    separated data, chapter 4.
    """
    signed = np.unique(columns * np.where(outcomes > 0, 1.0, -1.0)[:, None], axis=0)
    signed /= np.abs(signed).max(axis=0)
    n_rows, k = signed.shape
    box = [(-1.0, 1.0)] * k
    direction = _maximize(signed.sum(axis=0), signed, box)
    if np.abs(direction).max() < 0.5:
        return  # a direction that separates reaches the box; what is left is the solver's tolerance
    goal = np.r_[np.zeros(k), 1.0]
    with_margin = np.column_stack([signed, -np.ones(n_rows)])
    if _maximize(goal, with_margin, [*box, (0.0, 1.0)])[-1] > SEPARATION_TOLERANCE:
        raise PerfectSeparationError("The columns tell every outcome, so no estimate is finite.")
    raise QuasiSeparationError(
        "The columns tell the outcomes of some rows without error, so no estimate is finite."
    )


def _maximize(goal: Floats, rows: Floats, box: list[tuple[float, float]]) -> Floats:
    """Return the x in the box with rows @ x ≥ 0 that makes goal @ x largest."""
    result = scipy.optimize.linprog(
        -goal, A_ub=-rows, b_ub=np.zeros(len(rows)), bounds=box, method="highs"
    )
    if result.status != 0 or result.x is None:
        raise NoConvergenceError(f"Separation could not be judged: {result.message}")
    return np.asarray(result.x, dtype=np.float64)
