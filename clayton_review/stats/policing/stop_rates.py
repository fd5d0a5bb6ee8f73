"""Rates of stops and searches, their differences and ratios, and the fewest cases they need.

A rate on too few stops or searches is no number but a sentence: `Inconclusive`.
"""

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from clayton_review.stats.errors import EmptyBaseError, OutOfRangeError, check_count
from clayton_review.stats.estimates.intervals import Interval, critical_z, wilson
from clayton_review.stats.estimates.rounding import rounded_percent
from clayton_review.stats.inconclusive import Inconclusive

Unit = Literal["stops", "searches"]
MIN_CASES: dict[Unit, int] = {"stops": 100, "searches": 50}


@dataclass(frozen=True)
class StopRate:
    """A share `n` of `n_base` stops or searches, with Wilson's interval.

    Ends are shares, 0 to 1.
    """

    n: int
    n_base: int
    unit: Unit
    interval: Interval
    confidence: float

    @property
    def value(self) -> float:
        """Return the rate as a share between 0 and 1."""
        return self.interval.value

    @property
    def percent(self) -> Decimal:
        """Return the rate in percent, rounded half up to one decimal."""
        return rounded_percent(self.n, self.n_base)


RateOrInconclusive = StopRate | Inconclusive


@dataclass(frozen=True)
class RateComparison:
    """The first rate less, or divided by, the second, with its interval; `formula` says which."""

    first: StopRate
    second: StopRate
    formula: str
    value: float
    lower: float
    upper: float


def stop_rate(n: int, n_base: int, *, unit: Unit, confidence: float = 0.95) -> RateOrInconclusive:
    """Return the share `n` of `n_base` stops or searches, if there are enough of them.

    A rate needs at least 100 stops or 50 searches. Raises `OutOfRangeError` for impossible counts
    or a confidence outside 0..1.
    """
    check_part(n, n_base)
    critical_z(confidence)
    reason = too_few_reason(n_base, unit)
    if reason is not None:
        return Inconclusive(reason)
    return StopRate(n, n_base, unit, wilson(n, n_base, confidence), confidence)


def too_few_reason(n_base: int, unit: Unit) -> str | None:
    """Return the reason why stops or searches are too few for a rate.

    None where they are enough.
    """
    fewest = MIN_CASES[unit]
    if n_base >= fewest:
        return None
    return f"a rate of {unit} needs at least {fewest} of them and there are {n_base}"


def rate_difference(
    first: RateOrInconclusive, second: RateOrInconclusive
) -> RateComparison | Inconclusive:
    """Return the first rate less the second, as a share between −1 and 1, with Newcombe's interval.

    An inconclusive rate makes the difference inconclusive. Raises `OutOfRangeError` for rates of
    two different confidences or units.
    """
    pair = _comparable_pair(first, second)
    if isinstance(pair, Inconclusive):
        return pair
    first_rate, second_rate = pair
    difference = newcombe_difference(
        first_rate.n, first_rate.n_base, second_rate.n, second_rate.n_base, first_rate.confidence
    )
    return RateComparison(first_rate, second_rate, "first rate − second rate", *difference)


def rate_ratio(
    first: RateOrInconclusive, second: RateOrInconclusive
) -> RateComparison | Inconclusive:
    """Return the first rate divided by the second, with Katz's interval on the logarithm.

    No ratio is given where a count is zero, or where both rates are 1: the interval on the
    logarithm does not exist there, and the difference can be reported instead. Otherwise as
    `rate_difference`.
    """
    pair = _comparable_pair(first, second)
    if isinstance(pair, Inconclusive):
        return pair
    first_rate, second_rate = pair
    if not first_rate.n or not second_rate.n:
        return Inconclusive(
            "a ratio with an interval needs a count above zero on both sides "
            f"and they are {first_rate.n} and {second_rate.n}; the difference can be told"
        )
    if first_rate.n == first_rate.n_base and second_rate.n == second_rate.n_base:
        return Inconclusive("both rates are 100 percent, which leaves a ratio without an interval")
    ratio = katz_ratio(
        first_rate.n, first_rate.n_base, second_rate.n, second_rate.n_base, first_rate.confidence
    )
    return RateComparison(first_rate, second_rate, "first rate ÷ second rate", *ratio)


def newcombe_difference(
    n_first: int, n_first_base: int, n_second: int, n_second_base: int, confidence: float = 0.95
) -> Interval:
    """Return the difference of two independent shares with the hybrid of two Wilson intervals.

    Source: Newcombe (1998), Statistics in Medicine 17:873-890, method 10. Ends lie between −1 and
    1. Raises `EmptyBaseError` for a base of zero, `OutOfRangeError` for impossible counts.
    """
    first = wilson(n_first, n_first_base, confidence)
    second = wilson(n_second, n_second_base, confidence)
    value = first.value - second.value
    below = math.hypot(first.value - first.lower, second.upper - second.value)
    above = math.hypot(first.upper - first.value, second.value - second.lower)
    return Interval(value, max(-1.0, value - below), min(1.0, value + above))


def katz_ratio(
    n_first: int, n_first_base: int, n_second: int, n_second_base: int, confidence: float = 0.95
) -> Interval:
    """Return the ratio of two independent shares with an interval symmetric on the logarithm.

    The variance of the logarithm is 1/a − 1/m + 1/b − 1/n. Source: Katz, Baptista, Azen and Pike
    (1978), Biometrics 34:469-474. Raises `EmptyBaseError` where a count is zero, `OutOfRangeError`
    for impossible counts.
    """
    check_part(n_first, n_first_base)
    check_part(n_second, n_second_base)
    if not n_first or not n_second:
        raise EmptyBaseError("A ratio of rates needs a count above zero on both sides.")
    value = n_first * n_second_base / (n_first_base * n_second)
    variance = 1 / n_first - 1 / n_first_base + 1 / n_second - 1 / n_second_base
    factor = math.exp(critical_z(confidence) * math.sqrt(max(0.0, variance)))
    return Interval(value, value / factor, value * factor)


def _comparable_pair(
    first: RateOrInconclusive, second: RateOrInconclusive
) -> tuple[StopRate, StopRate] | Inconclusive:
    if isinstance(first, Inconclusive):
        return first
    if isinstance(second, Inconclusive):
        return second
    if (first.unit, first.confidence) != (second.unit, second.confidence):
        raise OutOfRangeError("Two rates are compared in one unit and at one confidence.")
    return first, second


def check_part(n: int, n_base: int) -> None:
    """Raise `OutOfRangeError` unless both are counts and the part is within its whole."""
    check_count("A count", n)
    check_count("A whole", n_base)
    if n > n_base:
        raise OutOfRangeError(f"{n} of {n_base} cannot be: a part is larger than its whole.")
