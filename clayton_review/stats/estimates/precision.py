"""Margins of error, needed sample sizes, and design effects of unequal weights.

For probability samples only: an opt-in sample has no margin of error, and `OPT_IN_STATEMENT`
(American Association for Public Opinion Research, 2021, disclosure standards) replaces it.
"""

import math
from decimal import ROUND_CEILING, Decimal

import numpy as np
from numpy.typing import ArrayLike

from clayton_review.stats.errors import (
    EmptyBaseError,
    OutOfRangeError,
    check_count,
    check_open_share,
)
from clayton_review.stats.estimates.intervals import critical_z

OPT_IN_STATEMENT = (
    "Respondents chose to take part themselves; they are not a probability sample, so no estimates "
    "of sampling error can be calculated (American Association for Public Opinion Research). All "
    "surveys may be subject to other errors, such as those of coverage and of measurement."
)


def margin_of_error(
    n: int,
    *,
    share: float = 0.5,
    confidence: float = 0.95,
    design_effect: float = 1.0,
    population: int | None = None,
) -> float:
    """Return half the width of the normal interval of a share, as a share: 0.049 for n = 400.

    z √(deff · p(1−p)/n · (N−n)/(N−1)); the last factor only with a `population` N. Source: Cochran
    (1977), Sampling Techniques, equations 3.7 and 3.19, with S² = N/(N−1) · pq. Raises
    `EmptyBaseError` for n = 0, `OutOfRangeError` for impossible values.
    """
    check_count("The sample size", n)
    if n == 0:
        raise EmptyBaseError("A sample of no one has no margin of error.")
    _check(share, design_effect, population)
    variance = design_effect * share * (1 - share) / n
    if population is not None:
        variance *= _correction(n, population)
    return critical_z(confidence) * math.sqrt(variance)


def needed_sample_size(
    margin: float,
    *,
    share: float = 0.5,
    confidence: float = 0.95,
    design_effect: float = 1.0,
    population: int | None = None,
) -> int:
    """Return the fewest completed answers whose margin of error is at most `margin` (a share).

    n₀ = deff · z² p(1−p)/margin²; with a population, n₀N/(n₀+N−1). Source: Cochran (1977),
    equations 4.1 and 4.2, solved for the factor (N−n)/(N−1). Raises `OutOfRangeError` for
    impossible values, `EmptyBaseError` for a population of zero.
    """
    check_open_share("The margin of error", margin)
    _check(share, design_effect, population)
    n = design_effect * share * (1 - share) * (critical_z(confidence) / margin) ** 2
    if population is not None:
        n = n * population / (n + population - 1)
    return max(1, math.ceil(n - 1e-9))


def needed_invitations(n: int, response_rate: float) -> int:
    """Return the delivered invitations needed for `n` completed answers: 558 at .15 → 3,720.

    Raises `OutOfRangeError` unless 0 < response_rate ≤ 1.
    """
    check_count("The number of answers", n)
    if not 0 < response_rate <= 1:
        raise OutOfRangeError(f"The response rate must lie in 0..1, not {response_rate!r}.")
    exact = Decimal(int(n)) / Decimal(repr(float(response_rate)))
    return int(exact.to_integral_value(ROUND_CEILING))


def kish_design_effect(weights: ArrayLike) -> float:
    """Return the factor by which unequal weights (n,) alone raise a variance: n Σw² / (Σw)².

    Source: Kish (1965), Survey Sampling, section 11.7; 1 + the squared coefficient of variation.
    Raises `EmptyBaseError` without weights, `OutOfRangeError` for negative or infinite ones.
    """
    array = _weights(weights)
    return float(array.size * np.sum(array**2) / np.sum(array) ** 2)


def effective_sample_size(weights: ArrayLike) -> float:
    """Return the size of an equally weighted sample of the same precision: (Σw)² / Σw².

    `weights` has shape (n,). Source and errors as in `kish_design_effect`.
    """
    array = _weights(weights)
    return float(np.sum(array) ** 2 / np.sum(array**2))


def _correction(n: int, population: int) -> float:
    if n > population:
        raise OutOfRangeError(f"A sample of {n} cannot come from a population of {population}.")
    return 0.0 if population == 1 else (population - n) / (population - 1)


def _check(share: float, design_effect: float, population: int | None) -> None:
    if not 0 <= share <= 1:
        raise OutOfRangeError(f"The share must lie from 0 to 1, not {share!r}.")
    if not 0 < design_effect < math.inf:
        raise OutOfRangeError(f"The design effect must be above zero, not {design_effect!r}.")
    if population is not None:
        check_count("The population", population)
        if population == 0:
            raise EmptyBaseError("A population of no one cannot be sampled.")


def _weights(weights: ArrayLike) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    array = np.asarray(weights, dtype=np.float64)
    if array.ndim != 1:
        raise OutOfRangeError(f"Weights must be one row of numbers, not {array.ndim} dimensions.")
    if array.size and not (np.all(np.isfinite(array)) and np.all(array >= 0)):
        raise OutOfRangeError("Weights must be finite and not below zero.")
    largest = float(array.max(initial=0.0))
    if largest == 0.0:
        raise EmptyBaseError("There is no weight above zero.")
    return array.reshape(-1) / largest
