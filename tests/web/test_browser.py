"""The shared pages in a real browser: accessible, inside the window, usable by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route

from clayton_review.accounts.models import User
from tests.axe import axe
from tests.browser import Watch, in_order

pytestmark = [pytest.mark.browser]

OPEN = ["/components/", "/account/sign-in/", "/nothing-here/", "/start/?q=%00"]
SIGNED_IN = ["/start/", "/search/?q=a", "/account/letters/", "/account/", "/account/password/"]
SMALLEST_TEXT = """() => Math.min(...[...document.querySelectorAll('body *')]
    .filter(part => part.innerText && part.innerText.trim() && !part.closest('.visually-hidden'))
    .map(part => parseFloat(getComputedStyle(part).fontSize)))"""


def test_shared_pages_are_accessible_and_fit_the_window(
    browser_as: Callable[..., Page], lead: User
) -> None:
    for person, addresses in ((None, OPEN), (lead, SIGNED_IN)):
        page = browser_as(person)
        for address in addresses:
            page.goto(address)
            in_order(page)
            assert page.evaluate(SMALLEST_TEXT) >= 14, address


def test_a_refused_sign_in_starts_at_its_summary(browser_as: Callable[..., Page]) -> None:
    page = browser_as(width=390)
    page.goto("/account/sign-in/")
    page.fill("[name=login]", "nobody@example.org")
    page.fill("[name=password]", "wrong password 9")
    page.click("main form.form button")
    page.wait_for_selector(".summary")
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className") == "summary"
    assert axe(page) == []


def test_the_summary_leads_to_the_field(browser_as: Callable[..., Page]) -> None:
    page = browser_as()
    page.goto("/components/")
    page.click('.summary a[href="#id_kind_0"]')
    assert page.evaluate("document.activeElement.id") == "id_kind_0"


def test_rows_of_choices_are_large_enough_for_a_thumb(browser_as: Callable[..., Page]) -> None:
    page = browser_as(width=320)
    page.goto("/components/")
    heights = page.evaluate(
        "[...document.querySelectorAll('.choice')].map(row => row.getBoundingClientRect().height)"
    )
    assert heights
    assert min(heights) >= 48
    page.click("text=Call for service >> nth=0")
    assert page.is_checked("#id_kind_1")


def test_a_double_click_sends_a_form_once(browser_as: Callable[..., Page], watch: Watch) -> None:
    page = browser_as()
    sent: list[str] = []

    def hold(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route.request.url)
            page.wait_for_timeout(200)
            route.fulfill(status=204)
        else:
            route.continue_()

    page.route("**/components/", hold)
    page.goto("/components/")
    page.locator("form.form").first.locator("button").dblclick()
    page.wait_for_timeout(400)
    assert len(sent) == 1


@pytest.mark.parametrize("javascript", [True, False])
def test_the_menu_of_a_phone_opens_with_the_keyboard_and_signs_out(
    browser_as: Callable[..., Page], consultant: User, *, javascript: bool
) -> None:
    page = browser_as(consultant, width=320, javascript=javascript)
    page.goto("/start/")
    page.focus("details.narrow > summary")
    page.keyboard.press("Enter")
    page.click("details.narrow >> text=Sign out")
    page.wait_for_url("**/account/sign-in/**")
    page.goto("/start/")
    assert "/account/sign-in/" in page.url


def test_pages_are_whole_without_javascript(browser_as: Callable[..., Page]) -> None:
    page = browser_as(javascript=False)
    page.goto("/components/")
    page.click("text=Table and method >> nth=0")
    assert page.is_visible("text=Weighted by age, race and tenure")
    page.click("text=Next page")
    assert "Page 2 of 2" in page.inner_text(".pages")


def test_the_thread_and_states_stay_in_forced_colors_and_on_paper(
    browser_as: Callable[..., Page],
) -> None:
    page = browser_as(forced_colors="active", reduced_motion="reduce")
    page.goto("/components/")
    assert axe(page) == []
    page.emulate_media(media="print")
    assert page.is_visible(".knot-sign >> nth=0")
    assert not page.is_visible(".top-nav")
