"""Proportions of a survey with intervals that stay between 0 and 1."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy

from clayton_review.stats.errors import NotEstimableError, OutOfRangeError
from clayton_review.stats.estimates.design import Floats, SurveyDesign
from clayton_review.stats.estimates.means_and_totals import Domain, Estimates, critical_t, means

IntervalKind = Literal["logit", "beta", "wilson", "normal"]


@dataclass(frozen=True)
class Proportion:
    """A share between 0 and 1 with its standard error, interval, design effect and base."""

    value: float
    standard_error: float
    lower: float
    upper: float
    design_effect: float
    n: int


def proportion(
    is_so: Floats,
    design: SurveyDesign,
    domain: Domain | None = None,
    *,
    interval: IntervalKind = "logit",
    confidence: float = 0.95,
) -> Proportion:
    """Return the share of ones in a column (n,) of 0, 1 and NaN.

    "logit": Wald on the log odds; "beta": Korn and Graubard (1998), Clopper-Pearson with the
    effective sample size corrected for the degrees of freedom; "wilson": the score interval with
    the same size; "normal": Wald. All by t. Raises `NotEstimableError` for an empty base or a
    single answer, `OutOfRangeError` for another interval.
    """
    estimate = means(is_so[:, None], design, domain)
    value, error = float(estimate.values[0]), float(estimate.standard_errors[0])
    lower, upper = _interval_ends(estimate, design, interval, confidence)
    return Proportion(value, error, lower, upper, float(estimate.design_effects[0]), estimate.n)


def _interval_ends(
    estimate: Estimates, design: SurveyDesign, interval: IntervalKind, confidence: float
) -> tuple[float, float]:
    value, error = float(estimate.values[0]), float(estimate.standard_errors[0])
    if interval == "normal":
        lower, upper = estimate.interval(confidence)
        return float(lower[0]), float(upper[0])
    if error == 0 or not 0 < value < 1:
        raise NotEstimableError(
            "The sample holds only one answer, so this interval of a share cannot be estimated."
        )
    t = critical_t(estimate.degrees_of_freedom, confidence)
    if interval == "logit":
        half = t * error / (value * (1 - value))
        log_odds = scipy.special.logit(value)
        lower, upper = scipy.special.expit([log_odds - half, log_odds + half])
        return float(lower), float(upper)
    n_effective = value * (1 - value) / error**2
    n_effective *= (critical_t(design.n - 1, confidence) / t) ** 2
    if interval == "beta":
        return _korn_graubard(value, n_effective, confidence)
    if interval == "wilson":
        return wilson_interval(value, n_effective, confidence)
    raise OutOfRangeError(f"There is no interval of a share called {interval!r}.")


def _korn_graubard(value: float, n: float, confidence: float) -> tuple[float, float]:
    tail = (1 - confidence) / 2
    lower = scipy.special.betaincinv(n * value, n * (1 - value) + 1, tail)
    upper = scipy.special.betaincinv(n * value + 1, n * (1 - value), 1 - tail)
    return float(lower), float(upper)


def wilson_interval(value: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    """Return Wilson's score interval of a share for an effective sample size `n`.

    `n` may be a fraction. Source: Wilson (1927).
    """
    z = critical_t(np.inf, confidence)
    middle = (value + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(value * (1 - value) / n + z * z / (4 * n * n))
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))
