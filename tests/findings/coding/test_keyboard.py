"""Tests of coding and logging by keyboard, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from clayton_review.accounts.models import User
from findings.coding.models.excerpts import Coding
from tests.axe import axe
from tests.browser import overflow
from tests.findings import factories as make
from tests.findings import field_factories as field

pytestmark = [pytest.mark.django_db(transaction=True)]


def test_quotes_are_coded_with_keys_alone(
    browser_as: Callable[..., Page], consultant: User
) -> None:
    for n in range(3):
        make.excerpt(by=consultant, words=f"These are words {n}.")
    field.code("trust", by=consultant)
    page = browser_as(consultant, width=390)
    page.goto("/quotes/")
    for key in "jxjjkxc":
        page.keyboard.press(key)
    page.keyboard.type("#trust")
    page.keyboard.press("Enter")
    page.get_by_text("2 codes were added.").wait_for()
    assert Coding.objects.count() == 2
    assert axe(page) == []
    assert overflow(page) == 0


def test_the_log_shows_where_one_is_and_what_is_not_saved(
    browser_as: Callable[..., Page], consultant: User
) -> None:
    interview = make.interview(by=consultant)
    page = browser_as(consultant)
    page.goto(f"/interviews/{interview.pk}/log/")
    boxes = page.get_by_role("main").get_by_role("textbox")
    boxes.first.focus()
    page.keyboard.type("> Eleven years. #trust")
    page.get_by_text("Not saved yet").wait_for()
    page.keyboard.press("Control+Enter")
    assert page.locator(".log-guide a[aria-current]").inner_text().startswith("2.")
    page.keyboard.press("Control+s")
    page.get_by_text("The answers were saved. #trust is not in the code book yet").wait_for()
    assert interview.answers.get().excerpts.get().text == "Eleven years."
    assert axe(page) == []
