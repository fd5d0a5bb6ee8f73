"""The change since the last issue on a tile."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from clayton_review.dashboard.selectors.board import change_of
from clayton_review.dashboard.selectors.reports import IssuedFigure, over_time
from clayton_review.figures import Figure
from clayton_review.reports import edition, snapshot
from clayton_review.reports.compared_measures import RecentChange
from clayton_review.reports.compose import compose
from clayton_review.reports.edition import ChangedFigure, Edition
from clayton_review.reports.headline_number import SUPPRESSED
from clayton_review.reports.models import Report
from tests.reports.factories import a_draft

pytestmark = pytest.mark.django_db


def composed(report: Report, *, previous: Report | None) -> str:
    """The text of the edition of a report."""
    return compose(report, snapshot.read(report.snapshot), previous=previous)


@pytest.mark.parametrize(
    ("previous", "changes", "words"),
    [
        (
            "2018-11",
            [ChangedFigure("b", "Fees", "$5", "$9", "+$4")],
            "Fees: +$4 since report 2018-11",
        ),
        ("2018-11", [ChangedFigure("b", "Answers", "3", "12 of 40")], "3 in report 2018-11"),
        (
            "2018-11",
            [ChangedFigure("c", "Others", "3", "4", "+1")],
            "unchanged since report 2018-11",
        ),
        ("2018-11", [], "unchanged since report 2018-11"),
        ("", [], ""),
    ],
)
def test_a_tile_tells_its_change(previous: str, changes: list[ChangedFigure], words: str) -> None:
    issued = edition.read(composed(a_draft(), previous=None))
    issued = replace(issued, previous_number=previous, changes=tuple(changes))
    assert change_of(issued, "b", {}) == words


def test_a_count_that_is_rounded_down_has_no_difference() -> None:
    issued = edition.read(composed(a_draft(), previous=None))
    changes = (
        ChangedFigure("findings.interviews", "", "10", "20", "+10"),
        ChangedFigure("findings.attendance", "", SUPPRESSED, "5"),
    )
    issued = replace(issued, previous_number="2018-11", changes=changes)
    assert change_of(issued, "findings.interviews", {}) == "10 or more in report 2018-11"
    assert change_of(issued, "findings.attendance", {}) == f"{SUPPRESSED} in report 2018-11"


def test_a_composed_edition_stores_no_difference_of_rounded_counts() -> None:
    november, december = a_draft(month=date(2018, 11, 1)), a_draft()
    content = json.loads(composed(november, previous=None))
    for name in ("findings.interviews", "incidents.reviewed"):
        content["figures"][name] |= {"value": "55"}
    november.edition = json.dumps(content)
    stored = json.loads(composed(december, previous=november))["changes"]
    gaps = {change["name"]: change["difference"] for change in stored}
    assert gaps["findings.interviews"] == ""
    assert gaps["incidents.reviewed"] != ""


def test_recommendations_say_how_many_changed_status() -> None:
    issued = replace(edition.read(composed(a_draft(), previous=None)), previous_number="2018-11")
    moves = {
        "R-0001": [RecentChange("answered: agrees", "x"), RecentChange("in progress", "x")],
        "R-0002": [RecentChange("issued", "x")],
        "F-0001": [RecentChange("released", "x")],
    }
    words = change_of(issued, "findings.recommendations", moves)
    assert words == "1 changed status in December"


def after(**then: Any) -> Edition:
    """An edition after one whose figure of incidents stood otherwise."""
    november, december = a_draft(month=date(2018, 11, 1)), a_draft()
    content = json.loads(composed(november, previous=None))
    content["figures"]["incidents.reviewed"] |= then
    november.edition = json.dumps(content)
    return edition.read(composed(december, previous=november))


@pytest.mark.parametrize(
    ("then", "words"),
    [
        ({"value": "3"}, "Disputed points settled by records: −3 since report 2018-11"),
        ({"value": "3", "unit": "incidents"}, ""),
        ({"unit": "incidents"}, ""),
        ({}, "unchanged since report 2018-11"),
    ],
)
def test_what_was_counted_in_another_unit_is_not_compared(then: dict[str, str], words: str) -> None:
    edition = after(**then)
    assert change_of(edition, "incidents.reviewed", {}) == words
    assert [measure.name for measure in edition.measures] == ["incidents.reviewed"] * ("−" in words)


def test_the_line_over_all_reports_has_points_of_one_unit_only() -> None:
    figure = after().figures["incidents.reviewed"]

    def issued(month: int, figure: Figure) -> IssuedFigure:
        day = date(2018, month, 1)
        return IssuedFigure(f"2018-{month}", day, datetime(2018, month, 28, tzinfo=UTC), figure)

    issues = [issued(12, figure), issued(11, figure), issued(10, replace(figure, unit="incidents"))]
    line = over_time(issues)
    assert line is not None
    assert [point.label for point in line.points] == ["Nov 2018", "Dec 2018"]
    assert over_time(issues[::2]) is None
