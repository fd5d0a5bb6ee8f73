"""Numbers, money, dates and times as pages write them (US English, Clayton time).

In other languages, dates are written as Django has them.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from clayton_review import clock
from clayton_review.charts.abbreviations import without_full_stop
from clayton_review.charts.number_formats import SUPPRESSED
from clayton_review.languages import ENGLISH, language_in_use

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip
_SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class TextWithValue(str):
    """The words of a value that remembers it, so that a workbook gets a date or a number."""

    __slots__ = ("value",)
    value: Any

    def __new__(cls, words: str, value: Any) -> "TextWithValue":
        text = super().__new__(cls, words)
        text.value = value
        return text

    def __reduce__(self) -> tuple[type["TextWithValue"], tuple[str, Any]]:
        """Return the arguments of a copy: the value."""
        return TextWithValue, (str(self), self.value)


def _decimal(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def money(value: Any) -> str:
    """Return US dollars as `$64,210`, with cents only if there are some; empty if not a number."""
    number = _decimal(value)
    if number is None:
        return ""
    cents = "" if number == number.to_integral_value() else ".2f"
    digits = f"{abs(number):,{cents or '.0f'}}"
    return TextWithValue(f"−${digits}" if number < 0 else f"${digits}", number)


def count(value: Any) -> str:
    """Return a number with thousands separated; empty if not a number."""
    number = _decimal(value)
    return "" if number is None else f"{number:,f}"


def count_phrase(n: int, singular: str, plural: str) -> str:
    """Return a number with its noun: `1 finding`, `12 findings`."""
    return f"{n:,} {singular if n == 1 else plural}"


def count_in_words(n: int, singular: str, plural: str) -> str:
    """Return a number with its noun, in words up to nine: `two findings`, `12 findings`."""
    if not 0 <= n < len(_SMALL_NUMBERS):
        return count_phrase(n, singular, plural)
    return f"{_SMALL_NUMBERS[n]} {singular if n == 1 else plural}"


def quantity_phrase(value: Decimal, singular: str, plural: str) -> str:
    """Return a measured amount with its noun, without zeros at its end: `1.5 hours`, `1 hour`."""
    return f"{format(value.normalize(), ',f')} {singular if value == 1 else plural}"


def hours_words(hours: Decimal) -> str:
    """Return hours in words: `1 hour`, `1.5 hours`, `1,200 hours`."""
    return quantity_phrase(hours, "hour", "hours")


def miles_words(miles: Decimal) -> str:
    """Return miles in words: `1 mile`, `12.4 miles`."""
    return quantity_phrase(miles, "mile", "miles")


def lower_first(text: str) -> str:
    """Return a label for the middle of a sentence: only its first letter is made small."""
    return f"{text[:1].lower()}{text[1:]}"


def join_words(words: Sequence[str]) -> str:
    """Join words as in `a, b and c`."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def as_title(value: Any) -> str:
    """Return a sentence as a title, without its full stop.

    Several sentences stay as they are, and so does an end whose stop belongs to the last word, as
    in `6:00 p.m.`, `Smith & Co.` and `Martin King Jr.`
    """
    text = str(value)
    return text if ". " in text else without_full_stop(text)


def within_sentence(name: str) -> str:
    """Return a name as it stands within a sentence: `the university` for `The university`."""
    return f"the {name[4:]}" if name.startswith("The ") else name


def percent(value: Any, places: int | None = None) -> str:
    """Return a value in percent as `17.4%`, rounded half up to `places`; empty if not a number."""
    number = _decimal(value)
    if number is None:
        return ""
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")
    return f"{number:,f}%"


def day(value: Any) -> str:
    """Return a date, or the day of a moment in Clayton, in words: `July 7, 2018`."""
    if isinstance(value, datetime):
        value = clock.local(value) if value.tzinfo else value
    if not isinstance(value, date):
        return ""
    if language_in_use() != ENGLISH:
        return TextWithValue(date_format(value, "DATE_FORMAT"), value)
    return TextWithValue(f"{_MONTHS[value.month - 1]} {value.day}, {value.year}", value)


def month(value: Any) -> str:
    """Return month and year in words: `December 2018`."""
    if not isinstance(value, date):
        return ""
    if language_in_use() != ENGLISH:
        return date_format(value, "YEAR_MONTH_FORMAT")
    return f"{_MONTHS[value.month - 1]} {value.year}"


def moment(value: Any) -> str:
    """Return date and time in Clayton: `July 7, 2018, 12:52 a.m.`"""
    if not isinstance(value, datetime):
        return day(value)
    local = clock.local(value) if value.tzinfo else value
    return TextWithValue(f"{day(local)}, {clock.time_of_day(local)}", local)


def cell(value: str | None, kind: str) -> str:
    """Return a figure's table cell as people read it; a suppressed one is "not shown"."""
    if value is None:
        return gettext(SUPPRESSED)
    if kind == "date":
        try:
            return day(date.fromisoformat(value))
        except ValueError:
            return value
    writers = {"money": money, "percent": percent, "count": count, "number": count}
    return (writers[kind](value) or value) if kind in writers else value
