"""Shares and intervals as the text of cells and sentences."""

from clayton_review.figures import cell
from clayton_review.stats.estimates.intervals import Interval
from clayton_review.stats.estimates.rounding import rounded_percent


def told_percent(share: float) -> str:
    """A share as percent with one decimal, half up.

    Rounded first to what the sum of weights can carry, so that 45 of 100 equal weights is 45.0.
    """
    return cell(rounded_percent(round(share, 12), 1))


def ends(interval: Interval | None) -> tuple[str, str]:
    """The ends of an interval as cells; empty where there is none."""
    if interval is None:
        return ("", "")
    return (cell(interval.lower * 100, 1), cell(interval.upper * 100, 1))


def plain(share: str | None) -> str:
    """A number as it stands in a sentence: 75.0 reads 75."""
    return (share or "").removesuffix(".0")
