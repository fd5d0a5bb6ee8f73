"""Errors of the statistics, each with a message a person may read, and checks that raise them."""

from numbers import Integral


class StatisticsError(ValueError):
    """The input allows no answer; the message says why."""


class EmptyBaseError(StatisticsError):
    """There is nobody to count: a sample, a sum of weights or a table is empty."""


class OutOfRangeError(StatisticsError):
    """A count, share, weight or confidence lies outside its possible range."""


def check_count(name: str, value: object) -> None:
    """Raise `OutOfRangeError` unless `value` is a whole number of zero or more."""
    if isinstance(value, bool) or not isinstance(value, Integral) or value < 0:
        raise OutOfRangeError(f"{name} must be a whole number of zero or more, not {value!r}.")


def check_open_share(name: str, value: float) -> None:
    """Raise `OutOfRangeError` unless `value` lies between 0 and 1, both excluded."""
    if not 0 < value < 1:
        raise OutOfRangeError(f"{name} must lie between 0 and 1, not {value!r}.")


class DesignError(StatisticsError):
    """Weights, strata, clusters or corrections cannot be those of a survey."""


class CalibrationError(StatisticsError):
    """The weights cannot be brought to the known totals."""


class NotEstimableError(StatisticsError):
    """The data do not determine the value that was asked for."""


class TooManyLevelsError(StatisticsError):
    """A variable has too many different answers, or tables too many cells."""


MAX_LEVELS = 1_000


def check_levels(name: str, n_levels: int) -> None:
    """Raise `TooManyLevelsError` for more than 1,000 different answers."""
    if n_levels > MAX_LEVELS:
        raise TooManyLevelsError(
            f"{name} has too many levels for a table: {n_levels:,} different answers, at most "
            f"{MAX_LEVELS:,}. Group them, or ask for a mean or for one level."
        )
