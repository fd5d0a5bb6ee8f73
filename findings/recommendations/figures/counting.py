"""Counts of issued recommendations, as tables and bars."""

from collections.abc import Callable, Iterable

from clayton_review.charts.bars import Bar, BarChart
from clayton_review.figures import Column, Table, cell
from findings.recommendations.selectors.issued_state import IssuedRecommendation

Recommendations = list[IssuedRecommendation]

REPORTED_IS_NOT_VERIFIED = (
    "Reported means the city says so. Verified means we have seen a document that proves it."
)


def has_status(*statuses: str) -> Callable[[IssuedRecommendation], bool]:
    """Return a test that is true for recommendations with one of these statuses."""
    return lambda item: item.status in statuses


def count_matching(items: Iterable[IssuedRecommendation], fits: Callable[..., bool]) -> int:
    """Count the recommendations that fit."""
    return sum(map(fits, items))


def verified_phrase(n_verified: int, n_all: int, about: str = "") -> str:
    """Return how many are verified, as `2 of 7 recommendations are implemented (verified)`.

    `about` follows the noun, such as `on technology`.
    """
    about = f" {about}" if about else ""
    if n_all == 1:
        done = "is implemented (verified)" if n_verified else "is not implemented (verified) yet"
        return f"The one recommendation{about} {done}"
    if not n_verified:
        return f"None of {n_all} recommendations{about} is implemented (verified) yet"
    are = "is" if n_verified == 1 else "are"
    return f"{n_verified} of {n_all} recommendations{about} {are} implemented (verified)"


def count_table(heading: str, counts: list[tuple[str, int]]) -> Table:
    """Return a table with a number of recommendations for each label."""
    rows = tuple((label, cell(n)) for label, n in counts)
    return Table((Column(heading), Column("Recommendations", "count")), rows)


def count_bars(title: str, counts: list[tuple[str, int]], marked: str = "") -> BarChart:
    """Return a bar chart of the numbers; the bar with the marked label is emphasized."""
    largest = max([n for _, n in counts], default=0)
    bars = tuple(
        Bar(label, float(n), needs_attention=label == marked and n > 0) for label, n in counts
    )
    return BarChart(title, "recommendations", float(max(largest, 1)), bars)
