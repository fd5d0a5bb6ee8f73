"""Numbers and dates of the charts as they are printed and as they are read aloud."""

import math
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from clayton_review.charts.words import said

LARGEST = 1e12
# The same for small cells and for those hidden along with them: which is which would tell more.
SUPPRESSED = "not shown"
WHY = "to protect small groups"
_MONTHS = "January February March April May June July August September October November December"
MONTHS = tuple(_MONTHS.split())


class ChartError(ValueError):
    """A chart was given data that cannot be drawn; the message says which."""


def check_numbers(title: str, values: Iterable[float | None]) -> None:
    """Raise `ChartError` unless each value is None or a finite number within ±1e12."""
    for value in values:
        if value is not None and not abs(value) <= LARGEST:
            raise ChartError(f"The chart “{title}” holds {value!r}, which cannot be drawn.")


def plain(value: float, places: int) -> str:
    """A number with thousands separators, rounded half up, without trailing zeros."""
    number = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    digits = f"{abs(number):,f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return f"−{digits}" if number < 0 else digits


def printed(value: float, unit: str) -> str:
    """The value as drawn beside its bar: `46%`, `$64,210`, `14`."""
    if is_percent(unit):
        return f"{plain(value, 1)}%"
    if is_money(unit):
        return _money(value)
    return plain(value, 2)


def spoken(value: float, unit: str) -> str:
    """The value as a person reads it aloud: `46 percent`, `$64,210`, `1 interview`."""
    if is_percent(unit):
        return said("{number} percent", number=plain(value, 1))
    if is_money(unit):
        return _money(value)
    number = plain(value, 2)
    return f"{number} {_singular(unit) if number == '1' else unit}".rstrip()


def interval(lower: float, upper: float, unit: str, joined: str) -> str:
    """Both ends of an interval without repeating the unit: `34–58`, `34 to 58`."""
    if lower < 0:
        joined = said(" to ")  # a dash beside a minus sign reads badly
    if is_money(unit):
        return f"{_money(lower)}{joined}{_money(upper)}"
    places = 1 if is_percent(unit) else 2
    return f"{plain(lower, places)}{joined}{plain(upper, places)}"


def is_percent(unit: str) -> bool:
    """Whether the unit is percent, written as a word or a sign."""
    return unit.strip().lower().startswith(("percent", "%"))


def is_money(unit: str) -> bool:
    """Whether the unit is US dollars, written as words or a sign."""
    return unit.strip().lower() in {"$", "dollar", "dollars", "us dollars", "usd", "us$"}


def parse_day(title: str, text: str) -> date:
    """The day of an ISO date; raises `ChartError` when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ChartError(f"The chart “{title}” holds the date {text!r}.") from error


def printed_day(day: date) -> str:
    """A day as drawn: `Feb 12, 2019`."""
    return f"{MONTHS[day.month - 1][:3]} {day.day}, {day.year}"


def spoken_day(day: date) -> str:
    """A day as read aloud: `February 12, 2019`."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def days(count: int) -> str:
    """A number of days in words a person says: `1 day`, `12 days`."""
    return "1 day" if abs(count) == 1 else f"{abs(count):,} days"


def listed(names: Iterable[str], joined: str = "", most: int = 3) -> str:
    """Names as a person lists them, cut after `most`: `a, b and 4 others`."""
    every = list(names)
    n_more = len(every) - most
    if n_more > 0:
        every = [*every[:most], said("1 other") if n_more == 1 else said("{n} others", n=n_more)]
    if len(every) < 2:
        return "".join(every)
    return f"{', '.join(every[:-1])} {joined or said('and')} {every[-1]}"


def _money(value: float) -> str:
    amount = Decimal(repr(float(value))).quantize(Decimal("0.01"), ROUND_HALF_UP)
    digits = f"{abs(amount):,f}".removesuffix(".00")
    return f"−${digits}" if amount < 0 else f"${digits}"


def is_close(first: float, second: float) -> bool:
    """Whether two values are the same but for the last binary digits."""
    return math.isclose(first, second, rel_tol=1e-9, abs_tol=1e-9)


def _singular(unit: str) -> str:
    words = unit.split(" ")
    for place in (0, -1):
        if words[place].endswith("s") and not words[place].endswith("ss"):
            words[place] = words[place][:-1]
            break
    return " ".join(words)
