"""Headline numbers and their differences in words."""

import pytest

from clayton_review.figures import Figure, Table
from clayton_review.reports.headline_number import difference_text, value_text


def figure(value: str | None, unit: str) -> Figure:
    return Figure(
        name="x.y", title="T", sentence="S", unit=unit, denominator="", method="",
        table=Table((), ()), evidence_url="", value=value,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "unit", "expected"),
    [
        ("100.40", "100.60", "US dollars", ("$100", "$101", "+$1")),
        ("100.60", "100.40", "US dollars", ("$101", "$100", "−$1")),
        ("99.50", "101.49", "US dollars", ("$100", "$101", "+$1")),
        ("100.40", "100.45", "US dollars", ("$100", "$100", "")),
        ("17.4", "17.9", "percent", ("17.4%", "17.9%", "+0.5%")),
        ("3", "12", "answers", ("3", "12", "+9")),
        (None, "12", "answers", ("not shown, to protect small groups", "12", "")),
    ],
)
def test_a_difference_adds_up_to_the_values_beside_it(
    before: str | None, after: str, unit: str, expected: tuple[str, str, str]
) -> None:
    old, new = figure(before, unit), figure(after, unit)
    assert (value_text(old), value_text(new), difference_text(old, new)) == expected
