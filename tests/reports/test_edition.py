"""The edition: each figure is drawn once, where the words place it or else in its section."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from clayton_review import clock
from clayton_review.reports import actions, edition, snapshot
from clayton_review.reports.compose import compose
from clayton_review.reports.edition import ChangedFigure, Edition
from clayton_review.reports.models import Report
from tests.engagement.factories import contract, expense, milestone
from tests.module_rows import Making
from tests.people import usual_team
from tests.reports.factories import a_draft

pytestmark = pytest.mark.django_db
PLACED = '{{ figure "engagement.tasks" }}'


@pytest.fixture(scope="module")
def draft_key(making_rows: Making) -> UUID:
    """The key of a draft whose section on the budget places one figure between its words."""
    with making_rows():
        lead, _, _ = usual_team()
        with clock.at(datetime(2018, 12, 20, tzinfo=UTC)):
            contract(by=lead, limit="100000")
            expense(by=lead, amount="80000", on=date(2018, 12, 3))
            milestone(by=lead)
        draft = a_draft()
        words = f"First.\n\n{PLACED}\n\nThen."
        actions.write_section(report=draft, name="budget", narrative=words, revision=1, by=lead)
    return draft.pk


@pytest.fixture
def draft(draft_key: UUID, db: None) -> Report:
    return Report.objects.get(pk=draft_key)


@pytest.fixture
def preview(draft: Report) -> Edition:
    return edition.read(compose(draft, snapshot.read(draft.snapshot), previous=None))


def test_a_figure_placed_in_the_words_is_not_drawn_again(preview: Edition) -> None:
    sections = {section.kind.name: section for section in preview.sections}
    budget = sections["budget"]
    assert [block.figure.name if block.figure else block.kind for block in budget.blocks] == [
        "paragraph", "engagement.tasks", "paragraph",
    ]  # fmt: skip
    assert [figure.name for figure in budget.figures] == [
        "engagement.budget", "engagement.burn", "engagement.expenses",
    ]  # fmt: skip
    assert [figure.name for figure in sections["work_plan"].figures] == [
        "engagement.milestones", "documents.requests",
    ]  # fmt: skip


def test_the_measures_are_told_in_their_order_and_only_where_they_changed(
    preview: Edition,
) -> None:
    changes = tuple(
        ChangedFigure(name, "Another title", "1", "2")
        for name in ("no.measure", "engagement.milestones", "engagement.budget")
    )
    assert preview.measures == ()
    assert [change.name for change in replace(preview, changes=changes).measures] == [
        "engagement.budget", "engagement.milestones",
    ]  # fmt: skip


def test_the_front_page_has_the_figures_that_there_are(preview: Edition) -> None:
    assert [figure.name for figure in preview.tiles] == list(edition.TILES)
    fewer = {"engagement.budget": preview.figures["engagement.budget"]}
    assert [figure.name for figure in replace(preview, figures=fewer).tiles] == list(fewer)


def test_alerts_are_told_only_where_there_are_any(preview: Edition) -> None:
    alerts = preview.alerts
    assert alerts is not None
    none = replace(alerts, table=replace(alerts.table, rows=()))
    assert replace(preview, figures={alerts.name: none}).alerts is None
    assert replace(preview, figures={}).alerts is None


def test_figures_in_which_something_is_hidden_are_listed(preview: Edition) -> None:
    figures = {
        name: replace(figure, suppressed="A group." * (name == "engagement.burn"))
        for name, figure in preview.figures.items()
    }
    assert [figure.name for figure in replace(preview, figures=figures).held_back] == [
        "engagement.burn"
    ]
