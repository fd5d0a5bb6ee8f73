"""The documentation page in a real browser, under the content security policy."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from clayton_review.accounts.models import User


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_documentation_works_under_the_content_policy(
    browser_as: Callable[..., Page], consultant: User
) -> None:
    page = browser_as(consultant)
    page.goto("/api/docs/")
    page.get_by_text("/api/v1/incidents/", exact=True).click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    page.locator(".live-responses-table .response-col_status", has_text="200").wait_for()
