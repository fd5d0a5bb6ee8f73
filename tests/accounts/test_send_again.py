"""A form that met an ended session is sent by one press after signing in again."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from clayton_review.accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_one_press_sends_what_was_kept_after_signing_in_in_another_tab(
    browser_as: Callable[..., Page], consultant: User
) -> None:
    page = browser_as(consultant)
    page.goto(reverse("documents:create"))
    page.get_by_label("Title").fill("Roster of July")
    page.context.clear_cookies()  # as if the session was ended elsewhere
    page.locator("form[enctype] button.button").click()
    expect(page.locator("h1")).to_contain_text("you are no longer signed in")
    other = page.context.new_page()
    other.goto(reverse("account_login"))
    other.get_by_label("E-mail address").fill(consultant.email)
    other.get_by_label("Password").fill("correct horse x9")
    other.get_by_label("Password").press("Enter")
    other.wait_for_url(lambda url: "sign-in" not in url)
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_label("Title")).to_have_value("Roster of July")
