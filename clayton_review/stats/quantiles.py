"""Quantiles of a survey, with Woodruff's (1952) interval."""

from dataclasses import dataclass

import numpy as np

from clayton_review.stats.design import Floats, SurveyDesign
from clayton_review.stats.errors import NotEstimableError, check_open_share
from clayton_review.stats.estimates import Domain, critical_t, means


@dataclass(frozen=True)
class Quantile:
    """The smallest value that reaches the probability, its interval, and the error read off it."""

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
    """The quantile of a column (n,): R's `qrule="math"`, `interval.type="mean"`.

    The share at or below the quantile has an interval by t; its ends are turned into values again.
    An end beyond all shares is the smallest or the largest value.
    """
    check_open_share("The probability", probability)
    inside = np.isfinite(values) & (design.weights > 0)
    if domain is not None:
        inside &= domain
    if not inside.any():
        raise NotEstimableError("Nobody in the sample belongs here, so nothing can be estimated.")
    levels, place = np.unique(values[inside], return_inverse=True)
    reached = _running(np.bincount(place, design.weights[inside]).astype(np.float64))

    def at(share: float) -> float:
        wanted = share * reached[-1]
        n_below = int(np.searchsorted(reached, wanted, side="right"))
        if n_below and share - reached[n_below - 1] / reached[-1] == 0:
            return float(levels[n_below - 1])
        return float(levels[min(n_below, len(levels) - 1)])

    value = at(probability)
    below = np.where(inside, (values <= value).astype(float), np.nan)
    shares = means(below[:, None], design, domain)
    lower, upper = shares.interval(confidence)
    ends = at(float(lower[0])), at(float(upper[0]))
    t = critical_t(shares.degrees_of_freedom, confidence)
    return Quantile(value, (ends[1] - ends[0]) / (2 * t), *ends, int(inside.sum()))


def _running(weights: Floats) -> Floats:
    """Running sums, kept in extended precision between the steps: R's ties are these."""
    return np.cumsum(weights.astype(np.longdouble)).astype(np.float64)
