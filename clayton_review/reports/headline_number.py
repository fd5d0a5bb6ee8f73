"""Text of a figure's headline number, the same in every output."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from clayton_review.figures import Figure
from clayton_review.web import formatting

SUPPRESSED = "not shown, to protect small groups"
_KINDS = {"US dollars": "money", "percent": "percent"}


def value_text(figure: Figure) -> str:
    """Return the main number of a figure in its unit, for example `$64,210` or `17.4%`."""
    if figure.value is None:
        return SUPPRESSED
    kind = _KINDS.get(figure.unit, "number")
    return formatting.cell(_whole_dollars(figure.value) if kind == "money" else figure.value, kind)


def _whole_dollars(dollars: str) -> str:
    """Return dollars without cents, half a dollar rounded up; other text as it is."""
    try:
        return format(Decimal(dollars).quantize(Decimal(1), ROUND_HALF_UP), "f")
    except InvalidOperation:
        return dollars


def difference_text(before: Figure, after: Figure) -> str:
    """Return the difference of two headline numbers, as `+$27,475`; empty without two numbers.

    Of sums it is the difference of the whole dollars that are printed, so that it adds up.
    """
    printed = _whole_dollars if _KINDS.get(after.unit) == "money" else str
    try:
        gap = Decimal(printed(after.value or "")) - Decimal(printed(before.value or ""))
    except InvalidOperation:
        return ""
    size = value_text(replace(after, value=format(abs(gap), "f")))
    return f"{'−' if gap < 0 else '+'}{size}" if gap else ""
