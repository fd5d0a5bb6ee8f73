"""Shares and intervals as the text of cells and sentences."""

from decimal import Decimal

from django.utils.translation import gettext

from clayton_review.figures import cell
from clayton_review.stats.estimates.intervals import Interval
from clayton_review.stats.estimates.rounding import rounded_percent

FRACTIONS = (
    *((1, n) for n in range(2, 21)),
    *((2, 3), (3, 4), (2, 5), (3, 5), (4, 5), (3, 10), (7, 10), (9, 10)),
)


def percent_text(share: float) -> str:
    """Return a share as percent with one decimal, half up.

    Rounded first to what the sum of weights can carry, so that 45 of 100 equal weights is 45.0.
    """
    return cell(rounded_percent(round(share, 12), 1))


def interval_cells(interval: Interval | None) -> tuple[str, str]:
    """Return the ends of an interval as cells; empty if there is none."""
    if interval is None:
        return ("", "")
    return (cell(interval.lower * 100, 1), cell(interval.upper * 100, 1))


def without_zero(share: str | None) -> str:
    """Return a number as sentences write it: 75.0 becomes 75."""
    return (share or "").removesuffix(".0")


def in_people(percent: Decimal) -> str:
    """Return a percentage of people in plain words: `About 1 in 4`, `3 in 100`."""
    if percent < 1:
        return gettext("Fewer than 1 in 100")
    some, many = min(
        FRACTIONS, key=lambda fraction: abs(Decimal(100 * fraction[0]) / fraction[1] - percent)
    )
    if percent < 5 or percent > 95:
        some, many = int(percent.to_integral_value()), 100
    words = gettext("%(some)s in %(many)s") % {"some": some, "many": many}
    if percent * many == 100 * some:
        return words
    return gettext("About %(words)s") % {"words": words}
