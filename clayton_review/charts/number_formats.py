"""Numbers and dates of the charts, as printed and as read aloud."""

import math
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from clayton_review.charts.translations import gettext as _
from clayton_review.charts.translations import gettext_noop

MAX_VALUE = 1e12
# The same for small cells and for those hidden along with them: which is which would tell more.
SUPPRESSED = gettext_noop("not shown")
SUPPRESSION_REASON = gettext_noop("to protect small groups")
_MONTHS = "January February March April May June July August September October November December"
MONTHS = tuple(_MONTHS.split())


class ChartError(ValueError):
    """A chart was given data that cannot be drawn; the message says which."""


def check_numbers(title: str, values: Iterable[float | None]) -> None:
    """Raise `ChartError` unless each value is None or a finite number within ±1e12."""
    for value in values:
        if value is not None and not abs(value) <= MAX_VALUE:
            raise ChartError(f"The chart “{title}” holds {value!r}, which cannot be drawn.")


def format_number(value: float, places: int) -> str:
    """Return a number with thousands separators, rounded half up, without trailing zeros."""
    number = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    digits = f"{abs(number):,f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return f"−{digits}" if number < 0 else digits


def format_percent(value: float) -> str:
    """Return a percentage without its sign, always with one decimal: `46.0`, `11.4`."""
    number = Decimal(repr(float(value))).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"−{abs(number):,f}" if number < 0 else f"{abs(number):,f}"


def format_value(value: float, unit: str) -> str:
    """Return the value as printed beside its bar: `46.0%`, `$64,210`, `14`."""
    if is_percent(unit):
        return f"{format_percent(value)}%"
    if is_money(unit):
        return _format_money(value)
    return format_number(value, 2)


def value_in_words(value: float, unit: str) -> str:
    """Return the value as a person reads it aloud: `46.0 percent`, `$64,210`, `1 interview`."""
    if is_percent(unit):
        return _("{number} percent", number=format_percent(value))
    if is_money(unit):
        return _format_money(value)
    number = format_number(value, 2)
    return f"{number} {_singular_unit(unit) if number == '1' else unit}".rstrip()


def format_interval(lower: float, upper: float, unit: str, joined: str) -> str:
    """Return both ends of an interval without repeating the unit: `34–58`, `34 to 58`."""
    if lower < 0:
        joined = _(" to ")  # a dash beside a minus sign reads badly
    if is_money(unit):
        return f"{_format_money(lower)}{joined}{_format_money(upper)}"
    if is_percent(unit):
        return f"{format_percent(lower)}{joined}{format_percent(upper)}"
    return f"{format_number(lower, 2)}{joined}{format_number(upper, 2)}"


def is_percent(unit: str) -> bool:
    """True if the unit is percent, written as a word or a sign."""
    return unit.strip().lower().startswith(("percent", "%"))


def is_money(unit: str) -> bool:
    """True if the unit is US dollars, written as words or a sign."""
    return unit.strip().lower() in {"$", "dollar", "dollars", "us dollars", "usd", "us$"}


def parse_day(title: str, text: str) -> date:
    """Return the day of an ISO date; raises `ChartError` when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ChartError(f"The chart “{title}” holds the date {text!r}.") from error


def format_day(day: date) -> str:
    """Return a day as printed: `Feb 12, 2019`."""
    return f"{MONTHS[day.month - 1][:3]} {day.day}, {day.year}"


def day_in_words(day: date) -> str:
    """Return a day as read aloud: `February 12, 2019`."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def days_in_words(count: int) -> str:
    """Return a number of days in words: `1 day`, `12 days`."""
    return "1 day" if abs(count) == 1 else f"{abs(count):,} days"


def join_names(names: Iterable[str], joined: str = "", most: int = 3) -> str:
    """Return names as a sentence lists them, cut after `most`: `a, b and 4 others`."""
    shown_names = list(names)
    n_more = len(shown_names) - most
    if n_more > 0:
        shown_names = [
            *shown_names[:most],
            _("1 other") if n_more == 1 else _("{n} others", n=n_more),
        ]
    if len(shown_names) < 2:
        return "".join(shown_names)
    return f"{', '.join(shown_names[:-1])} {joined or _('and')} {shown_names[-1]}"


def _format_money(value: float) -> str:
    amount = Decimal(repr(float(value))).quantize(Decimal("0.01"), ROUND_HALF_UP)
    digits = f"{abs(amount):,f}".removesuffix(".00")
    return f"−${digits}" if amount < 0 else f"${digits}"


def is_close(first: float, second: float) -> bool:
    """True if two values differ in their last binary digits at most."""
    return math.isclose(first, second, rel_tol=1e-9, abs_tol=1e-9)


def _singular_unit(unit: str) -> str:
    words = unit.split(" ")
    for place in (0, -1):
        if words[place].endswith("s") and not words[place].endswith("ss"):
            words[place] = words[place][:-1]
            break
    return " ".join(words)
