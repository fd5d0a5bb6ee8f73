"""Confidence intervals of a proportion from a simple random sample."""

import math
from typing import NamedTuple

import scipy

from clayton_review.stats.errors import (
    EmptyBaseError,
    OutOfRangeError,
    check_count,
    check_open_share,
)


class Interval(NamedTuple):
    """A share between 0 and 1 with the ends of its confidence interval."""

    value: float
    lower: float
    upper: float


def wilson(n_yes: int, n: int, confidence: float = 0.95) -> Interval:
    """Return Wilson's score interval, without continuity correction.

    Source: Wilson (1927); Brown, Cai and DasGupta (2001), equation 4. Raises `EmptyBaseError` for n
    = 0, `OutOfRangeError` for impossible counts or a confidence outside 0..1.
    """
    _check(n_yes, n)
    z = critical_z(confidence)
    share = n_yes / n
    middle = (n_yes + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * math.sqrt(n * share * (1 - share) + z * z / 4)
    lower = 0.0 if n_yes == 0 else max(0.0, middle - half)
    upper = 1.0 if n_yes == n else min(1.0, middle + half)
    return Interval(share, lower, upper)


def critical_z(confidence: float = 0.95) -> float:
    """Return the two-sided critical value of the normal distribution: 1.95996… for .95.

    Raises `OutOfRangeError` unless 0 < confidence < 1.
    """
    check_open_share("Confidence", confidence)
    return float(scipy.special.ndtri(0.5 + confidence / 2))


def _check(n_yes: int, n: int) -> None:
    check_count("The number of yes answers", n_yes)
    check_count("The number of answers", n)
    if n == 0:
        raise EmptyBaseError("A share of no answers is undefined.")
    if n_yes > n:
        raise OutOfRangeError(f"{n_yes} of {n} cannot have answered yes.")
