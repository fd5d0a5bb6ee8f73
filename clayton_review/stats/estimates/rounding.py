"""Rounding half up, as the Missouri Attorney General prints rates, and shares in percent."""

import math
from decimal import Decimal
from fractions import Fraction

from clayton_review.stats.errors import EmptyBaseError, OutOfRangeError

Number = Decimal | float | int


def round_half_up(value: Number, places: int = 2) -> Decimal:
    """Return `value` rounded to `places` decimals, halves away from zero: 1.005 → 1.01.

    A float counts as the shortest decimal that prints it, not as its binary neighbor. Source:
    Missouri Attorney General, Vehicle Stops Report (2014), disparity indices to two decimals.
    Raises `OutOfRangeError` for a value that is not finite or a negative number of places.
    """
    if places < 0:
        raise OutOfRangeError(f"Places must be zero or more, not {places}.")
    exact = value if isinstance(value, Decimal) else _decimal(value)
    if not exact.is_finite():
        raise OutOfRangeError(f"{value!r} cannot be rounded.")
    return _round_fraction(Fraction(exact), places)


def rounded_ratio(part: Number, whole: Number, places: int = 2) -> Decimal:
    """Return `part` ÷ `whole`, rounded half up once, from the exact quotient.

    Raises `EmptyBaseError` when `whole` is zero.
    """
    if not whole:
        raise EmptyBaseError("A ratio to zero is undefined.")
    return _round_fraction(_fraction(part) / _fraction(whole), places)


def rounded_percent(part: Number, whole: Number, places: int = 1) -> Decimal:
    """Return `part` as percent of `whole`, rounded half up once: 1 of 8 → 12.5.

    Raises `EmptyBaseError` when `whole` is zero.
    """
    if not whole:
        raise EmptyBaseError("A share of no one is undefined.")
    return _round_fraction(100 * _fraction(part) / _fraction(whole), places)


def _decimal(value: float) -> Decimal:
    return Decimal(value) if isinstance(value, int) else Decimal(repr(float(value)))


def _fraction(value: Number) -> Fraction:
    exact = value if isinstance(value, Decimal) else _decimal(value)
    if not exact.is_finite():
        raise OutOfRangeError(f"{value!r} is not a number to count with.")
    return Fraction(exact)


def _round_fraction(value: Fraction, places: int) -> Decimal:
    steps = math.floor(abs(value) * 10**places + Fraction(1, 2))
    rounded = Decimal(steps).scaleb(-places)
    return -rounded if value < 0 and steps else rounded
