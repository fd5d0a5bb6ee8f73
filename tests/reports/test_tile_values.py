"""The number of a tile says what it counts."""

from dataclasses import replace

import pytest

from clayton_review.figures import Figure, Table
from clayton_review.reports.templatetags.reports import tile_value

FIGURE = Figure(
    name="findings.recommendations", title="T", sentence="S", unit="recommendations",
    denominator="", method="", table=Table((), ()), evidence_url="",
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "denominator", "words"),
    [
        ("findings.recommendations", "7", "", "7 recommendations issued"),
        ("findings.by_pillar", "1", "", "1 recommendation issued"),
        ("findings.recommendations", None, "", ""),
        ("incidents.reviewed", "1", "5 points", "1 of 5 points settled by records"),
        ("incidents.reviewed", "0", "", "0"),
        ("findings.interviews", "20", "the 90 planned", "20 or more of the 90 planned"),
        ("findings.recruitment", "35", "", "35 or more recommendations"),
        ("findings.recruitment", None, "", ""),
        ("findings.responses", "5", "7 issued recommendations", "5 of 7 issued recommendations"),
    ],
)  # fmt: skip
def test_a_number_says_what_it_counts(
    name: str, value: str | None, denominator: str, words: str
) -> None:
    figure = replace(FIGURE, name=name, value=value, denominator=denominator)
    assert tile_value(figure) == words
