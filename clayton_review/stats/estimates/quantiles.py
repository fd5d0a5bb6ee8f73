"""Quantiles of a survey, with Woodruff's (1952) interval."""

from dataclasses import dataclass

import numpy as np

from clayton_review.stats.errors import NotEstimableError, check_open_share
from clayton_review.stats.estimates.design import Floats, SurveyDesign
from clayton_review.stats.estimates.means_and_totals import Domain, critical_t, means


@dataclass(frozen=True)
class Quantile:
    """A quantile with its interval, and the standard error that the interval implies."""

    value: float
    standard_error: float
    lower: float
    upper: float
    n: int


def quantile(
    values: Floats,
    probability: float,
    design: SurveyDesign,
    domain: Domain | None = None,
    *,
    confidence: float = 0.95,
) -> Quantile:
    """Return the quantile of a column (n,): R's `qrule="math"`, `interval.type="mean"`.

    The share at or below the quantile has an interval by t; its ends are turned into values again
    (Woodruff, 1952). An end beyond all shares is the smallest or the largest value. Raises
    `NotEstimableError` for an empty domain, `OutOfRangeError` for a probability outside 0..1.
    """
    check_open_share("The probability", probability)
    inside = np.isfinite(values) & (design.weights > 0)
    if domain is not None:
        inside &= domain
    if not inside.any():
        raise NotEstimableError("No one in the sample belongs here, so nothing can be estimated.")
    levels, reached = _cumulative_weights(values[inside], design.weights[inside])
    value = _value_at(levels, reached, probability)
    below = np.where(inside, (values <= value).astype(float), np.nan)
    shares = means(below[:, None], design, domain)
    lower, upper = shares.interval(confidence)
    ends = tuple(_value_at(levels, reached, float(end[0])) for end in (lower, upper))
    t = critical_t(shares.degrees_of_freedom, confidence)
    return Quantile(value, (ends[1] - ends[0]) / (2 * t), ends[0], ends[1], int(inside.sum()))


def quantile_value(values: Floats, weights: Floats, probability: float) -> float:
    """Return the quantile alone, of values (n,) with weights (n,); NaN is left out.

    Raises `NotEstimableError` where no value remains.
    """
    check_open_share("The probability", probability)
    inside = np.isfinite(values) & (weights > 0)
    if not inside.any():
        raise NotEstimableError("No one in the sample belongs here, so nothing can be estimated.")
    return _value_at(*_cumulative_weights(values[inside], weights[inside]), probability)


def _cumulative_weights(values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return the values that occur, in order, and the weight up to each."""
    levels, place = np.unique(values, return_inverse=True)
    return levels, _running_sums(np.bincount(place, weights).astype(np.float64))


def _value_at(levels: Floats, reached: Floats, share: float) -> float:
    """Return the smallest value that this share of the weight reaches."""
    wanted = share * reached[-1]
    n_below = int(np.searchsorted(reached, wanted, side="right"))
    if n_below and share - reached[n_below - 1] / reached[-1] == 0:
        return float(levels[n_below - 1])
    return float(levels[min(n_below, len(levels) - 1)])


def _running_sums(weights: Floats) -> Floats:
    """Return running sums in extended precision, rounded at the end: ties fall as in R."""
    return np.cumsum(weights.astype(np.longdouble)).astype(np.float64)
