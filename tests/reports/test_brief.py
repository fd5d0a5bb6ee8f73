"""The two-page brief: of a usual month, of an empty one and of a very full one."""

import json
from dataclasses import replace
from io import BytesIO
from typing import Any
from uuid import UUID

import pikepdf
import pytest

from clayton_review.figures import Column, Figure, Table
from clayton_review.reports import snapshot
from clayton_review.reports.brief import LIMITS, cut, shortened
from clayton_review.reports.compose import compose
from clayton_review.reports.edition import ChangedFigure, Edition, read
from clayton_review.reports.headline_number import SUPPRESSED
from clayton_review.reports.models import Report
from clayton_review.reports.printing.pdf_process import PrintingError
from clayton_review.reports.renderers import brief as renderer
from clayton_review.reports.renderers.brief import n_pages, render_brief
from tests.module_rows import Making
from tests.people import usual_team
from tests.reports import factories

pytestmark = pytest.mark.django_db
LONG = "Widespreadly misunderstood consequence " * 60


@pytest.fixture(scope="module")
def december_key(making_rows: Making) -> UUID:
    with making_rows():
        lead, consultant, second_consultant = usual_team()
        report = factories.issued_with_decision(by=lead, approvers=(consultant, second_consultant))
        return report.pk


@pytest.fixture
def december(december_key: UUID, db: None) -> Report:
    return Report.objects.get(pk=december_key)


def full(edition: Edition) -> Edition:
    """Return the report with the longest texts anybody can type and forty entries of each kind."""
    figures = dict(edition.figures)
    asks, released = figures["engagement.decisions"], figures["findings.released"]
    coming = figures["engagement.calendar"]
    ask = ("Q-0001", LONG[:499], LONG[:1999], "6800.00", "2019-02-12", "\n".join([LONG[:600]] * 3))
    figures[asks.name] = replace(asks, table=Table(asks.table.columns, (ask,) * 40))
    columns = released.table.columns
    row = tuple("F-0001" if c.label == "Reference" else LONG[:1500] for c in columns)
    figures[released.name] = replace(released, table=Table(columns, (row,) * 40))
    day = ("2019-01-08", LONG[:500], "milestone")
    figures[coming.name] = replace(coming, table=Table(coming.table.columns, (day,) * 40))
    figures["engagement.alerts"] = replace(
        figures["engagement.alerts"], table=Table((Column("Level"),), (("100",),))
    )
    return replace(edition, headline=LONG[:200], lede=LONG[:1000], figures=figures)


def test_alerts_are_told_of_where_there_are_some(december: Report) -> None:
    edition = read(december.edition)
    assert edition.alerts is None
    told = full(edition).alerts
    assert told is not None
    assert told.table.rows == (("100",),)


def test_an_empty_and_a_full_month_make_two_pages_too(december: Report, printing: None) -> None:
    edition = read(december.edition)
    empty: dict[str, Figure] = {}
    assert n_pages(render_brief(replace(edition, figures=empty))) == 2
    crowded = full(edition)
    assert n_pages(render_brief(crowded)) == 2
    words = shortened(crowded, LIMITS[-1])
    assert len(words.left_out) == 3
    assert "39 more" in words.left_out[0]
    assert "Next month" in words.left_out[0]


def test_a_line_loses_its_full_stop_and_keeps_that_of_an_abbreviation(december: Report) -> None:
    edition = read(december.edition)
    tile = next(tile for tile in edition.tiles if tile.name != "engagement.budget")
    editions = [
        replace(edition, figures={tile.name: replace(tile, title=title)})
        for title in ("No dates are set.", "The Board meets at 6:00 p.m.")
    ]
    lines = [shortened(changed, LIMITS[0]).tile_lines[0].text for changed in editions]
    assert lines == ["No dates are set", "The Board meets at 6:00 p.m."]


def test_without_the_shorter_rooms_a_full_month_would_not_fit(
    december: Report, printing: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sabotage: it is the rule of shortening that makes it fit."""
    monkeypatch.setattr(renderer, "LIMITS", LIMITS[:1])
    with pytest.raises(PrintingError, match="does not fit 2 pages"):
        render_brief(full(read(december.edition)))


def test_nothing_in_the_brief_is_smaller_than_twelve_points(
    december: Report, printing: None
) -> None:
    with pikepdf.open(BytesIO(render_brief(read(december.edition)))) as pdf:
        sizes = {
            float(step.operands[1])
            for page in pdf.pages
            for step in pikepdf.parse_content_stream(page, "Tf")
            if str(step.operator) == "Tf" and isinstance(step, pikepdf.ContentStreamInstruction)
        }
        boxes = {tuple(float(side) for side in page.mediabox) for page in pdf.pages}
    assert boxes == {(0.0, 0.0, 612.0, 792.0)}
    assert min(sizes) >= 16  # written in px: 16 are 12 pt


def advised(edition: Edition) -> Edition:
    """Return the report with seven recommendations and four findings, and the report before it."""
    released = edition.figures["findings.released"]
    rows = [(f"F-000{n}", "Problem", "Nobody says why.", "Trust", "", "Released") for n in range(4)]
    rows += [
        (f"R-000{n}", "Recommendation", LONG[:300], "Chief", "F-0001", "No response, due "
         + ("2018-12-21" if n == 1 else "December 31, 2030"))
        for n in range(1, 8)
    ]  # fmt: skip
    table = Table(released.table.columns, tuple(rows))
    overdue = edition.figures["findings.overdue"]
    late = Table(overdue.table.columns, (("R-0001", LONG[:300], "Chief", "2018-12-21", "No"),))
    figures = {
        **edition.figures,
        released.name: replace(released, table=table),
        overdue.name: replace(overdue, table=late),
    }
    changes = (
        ChangedFigure("engagement.tasks", "Interviews took most", "$1", "$2", "+$1"),
        ChangedFigure("engagement.budget", "Spending is on plan", "$10,000", "$25,000", "+$15,000"),
    )
    return replace(edition, figures=figures, changes=changes, previous_number="2018-11")


def test_the_brief_lists_every_recommendation_and_what_is_new(
    december: Report, printing: None
) -> None:
    edition = advised(read(december.edition))
    words = shortened(edition, LIMITS[1])
    assert [line.label for line in words.findings] == [f"Problem F-000{n}" for n in range(4)]
    rows = words.recommendations
    assert [row.reference for row in rows] == [f"R-000{n}" for n in range(1, 8)]
    assert (rows[0].status, rows[0].due) == ("No response, overdue", "Dec 21, 2018")
    assert (rows[1].status, rows[1].due) == ("No response", "Dec 31, 2030")
    assert words.previous_month == "November 2018"
    assert words.changed == ("Fees to date $25,000 (+$15,000).",)  # only what can be compared
    assert words.left_out == ()
    assert n_pages(render_brief(edition)) == 2


def test_what_is_overdue_is_said_by_its_own_figure(december: Report) -> None:
    """Whatever the words beside the date say; an edition without that figure calls nothing late."""
    edition = advised(read(december.edition))
    late = edition.figures["findings.overdue"]
    figures = {**edition.figures, late.name: replace(late, table=Table(late.table.columns, ()))}
    without = {name: figure for name, figure in figures.items() if name != late.name}
    for shown in (figures, without):
        first = shortened(replace(edition, figures=shown), LIMITS[1]).recommendations[0]
        assert (first.status, first.due) == ("No response", "Dec 21, 2018")


def test_an_address_that_leads_nowhere_is_not_printed(december: Report, settings: Any) -> None:
    assert read(compose(december, snapshot.read(december.snapshot), previous=None)).site == ""
    settings.SITE_URL = "https://review.example.org"
    edition = read(compose(december, snapshot.read(december.snapshot), previous=None))
    assert edition.site == "https://review.example.org"
    assert "https://review.example.org/reports/2018-12/" in renderer.document(edition, LIMITS[0])


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [("short", 10, "short"), ("two words", 6, "two…"), ("x" * 20, 10, "x" * 9 + "…"), ("", 5, "")],
)
def test_words_are_cut_whole(text: str, most: int, short: str) -> None:
    assert cut(text, most) == short


def test_an_edition_issued_before_the_brief_can_be_read(december: Report) -> None:
    content: dict[str, Any] = json.loads(december.edition)
    del content["site"]
    for change in content["changes"]:
        del change["difference"]
    assert read(json.dumps(content)).site == ""


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (SUPPRESSED, "45", "45 or more (not shown last time)"),
        ("40", "45", "45 or more (40 or more before)"),
        ("40", SUPPRESSED, f"{SUPPRESSED} (40 or more before)"),
    ],
)  # fmt: skip
def test_a_count_that_is_rounded_down_is_a_least_count(
    december: Report, before: str, after: str, words: str
) -> None:
    gap = "+5" if (before, after) == ("40", "45") else ""
    change = ChangedFigure("findings.attendance", "T", before, after, gap)
    empty = replace(read(december.edition), figures={})
    edition = replace(empty, changes=(change,), previous_number="2018-11")
    assert shortened(edition, LIMITS[0]).changed == (f"People at meetings {words}.",)
