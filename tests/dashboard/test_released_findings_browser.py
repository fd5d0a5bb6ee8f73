"""The public pages of findings in a real browser: accessible at every width, in both languages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from clayton_review.accounts.models import User
from tests.browser import in_order
from tests.findings import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pages_of_findings_are_accessible_and_fit_the_window(
    browser_as: Callable[..., Page], consultant: User, second_consultant: User, lead: User
) -> None:
    quote = make.excerpt(by=consultant)
    make.released(by=consultant, signer=second_consultant, lead=lead, quote=quote)
    page = browser_as()
    for address in ("/found/", "/found/F-0001/", "/es/found/", "/es/found/F-0001/"):
        page.goto(address)
        in_order(page, address)
