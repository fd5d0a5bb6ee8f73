"""The engagement's pages in a real browser, at three widths, with axe."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.documents.selectors import content_of
from clayton_review.engagement import actions
from clayton_review.engagement.models import Expense, ExpenseKind, Task
from tests.axe import axe
from tests.browser import in_order
from tests.engagement import factories

PAGES = (
    "",
    "expenses/",
    "expenses/E-0001/",
    "expenses/new/",
    "expenses/E-0001/withdraw/",
    "milestones/M-0001/",
    "milestones/M-0001/move/",
    "decisions/",
    "decisions/Q-0001/",
    "plan/",
    "meetings/",
    "contract/",
    "log/",
    "log/expense/",
    "calendar/",
    "rates/",
    "amendments/",
    "amendments/new/",
)


@pytest.fixture
def study(lead: User) -> User:
    """A contract half way, with money, milestones and a question."""
    with clock.at(datetime(2018, 10, 20, tzinfo=UTC)):
        factories.contract(by=lead)
        for month in (date(2018, 10, 1), date(2018, 11, 1), date(2018, 12, 1), date(2019, 1, 1)):
            factories.planned(by=lead, month=month, amount="20000")
        first = factories.milestone(by=lead, title="First report issued", on=date(2018, 11, 1))
        moved = factories.milestone(by=lead, title="Survey closed", on=date(2018, 12, 15))
    with clock.at(datetime(2019, 1, 2, 12, tzinfo=UTC)):
        for n in range(4):
            on = date(2018, 10, 20) + timedelta(days=20 * n)
            factories.expense(by=lead, amount="21500.75", on=on)
            factories.expense(
                by=lead, amount="640", on=on, kind=ExpenseKind.REIMBURSABLE, task=Task.TRAVEL
            )
        actions.reach_milestone(milestone=first, revision=1, reached_on=date(2018, 11, 3), by=lead)
        actions.move_milestone(
            milestone=moved, revision=1, to_on=date(2019, 1, 20), reason="Late letters", by=lead
        )
        factories.decision(by=lead)
        factories.meeting(by=lead, held_on=date(2019, 1, 22), packet_due_on=date(2019, 1, 17))
    return lead


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_page_is_in_order(browser_as: Callable[..., Page], study: User) -> None:
    page = browser_as(study)
    for path in PAGES:
        page.goto(f"/engagement/{path}")
        in_order(page)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_on_a_form_filled_in_wrongly(
    browser_as: Callable[..., Page], study: User
) -> None:
    page = browser_as(study)
    page.goto("/engagement/expenses/new/")
    page.get_by_label("Amount").fill("-5")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Enter an amount above 0").first.wait_for()
    assert axe(page) == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_visit_is_logged_on_a_phone_with_three_taps_and_a_small_photo(
    browser_as: Callable[..., Page], study: User, tmp_path: Path
) -> None:
    factories.hourly_rate(by=study)
    page = browser_as(study, width=390)
    page.goto("/engagement/log/")
    page.get_by_role("button", name="2 hours").click()
    page.get_by_label("What you did").fill("Roll call")
    page.get_by_label("Interviews and dialogues").check()
    page.get_by_role("button", name="Save the entry").click()
    page.get_by_role("heading", name="2 hours").wait_for()

    photo = tmp_path / "receipt.png"
    Image.effect_noise((3000, 1500), 60).save(photo)
    page.goto("/engagement/log/expense/")
    page.get_by_label("Photo of the receipt").set_input_files(photo)
    page.locator("[data-shrunk]").wait_for()
    page.get_by_label("Amount").fill("18.40")
    page.get_by_label("What for").fill("Parking")
    page.get_by_label("Travel").check()
    page.get_by_role("button", name="Save the entry").click()
    page.get_by_role("link", name="Receipt of").wait_for()
    receipt = Expense.objects.get(amount="18.40").receipt
    assert receipt is not None
    assert receipt.n_bytes < photo.stat().st_size / 2
    with Image.open(io.BytesIO(content_of(receipt))) as image:
        assert image.size == (2000, 1000)
