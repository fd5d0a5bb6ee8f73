"""The browser of the tests shows pages and reports every fault in them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from clayton_review.accounts.models import User
from tests.axe import axe
from tests.browser import Watch, faults, overflow
from tests.journeys.crawl import LOOK, SMALLEST_TEXT

pytestmark = [pytest.mark.browser]


def test_a_visitor_sees_the_portal(browser_page: Page) -> None:
    answer = browser_page.goto("/healthz")
    assert answer is not None
    assert answer.status == 200


def test_a_person_is_signed_in(browser_as: Callable[..., Page], lead: User) -> None:
    page = browser_as(lead)
    page.goto("/healthz")
    assert any(cookie.get("name") == "session" for cookie in page.context.cookies())


def test_the_watch_sees_requests_to_other_hosts(browser_page: Page, watch: Watch) -> None:
    browser_page.goto("about:blank")
    browser_page.evaluate("fetch('https://example.com/').catch(() => 0)")
    assert any("another host: https://example.com/" in problem for problem in watch.problems)
    watch.problems.clear()


def test_the_watch_sees_what_the_content_policy_refuses(browser_page: Page, watch: Watch) -> None:
    browser_page.goto("/healthz")
    browser_page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert any("Content Security Policy" in problem for problem in watch.problems)
    watch.problems.clear()


def test_axe_finds_what_is_wrong(browser_page: Page) -> None:
    browser_page.goto("about:blank")
    browser_page.set_content("<html><body><img src='data:,'></body></html>")
    assert any(fault.startswith("image-alt") for fault in axe(browser_page))
    assert overflow(browser_page) <= 0


WIDTH_BY_WIDTH = """<!doctype html><html lang="en"><title>Pale</title><style>
    @media (max-width: 400px) { .pale { color: #ddd } }
    @media (min-width: 1000px) { .only { display: none } }
    @media (max-width: 400px) { .wide { display: none } }
    @media (max-width: 330px) { .over { background: #222 } .low { height: 20px; overflow: auto } }
</style><main><h1>Texts</h1><p>Always.</p><p %s>Words</p></main></html>"""


@pytest.mark.parametrize(
    ("part", "widths"),
    [
        ('class="pale"', [390, 320]),
        ('class="only" style="color: #ccc"', [390, 320]),
        ('class="over"', [320]),
        ('style="color: #ccc"', [1280, 390, 320]),
        ("", []),
    ],
)
def test_poor_contrast_is_found_at_the_width_that_has_it(
    browser_page: Page, part: str, widths: list[int]
) -> None:
    browser_page.goto("about:blank")
    browser_page.set_content(WIDTH_BY_WIDTH % part)
    problems = faults(browser_page)
    assert [width for width in problems if "color-contrast" in str(problems[width])] == widths


@pytest.mark.parametrize(
    ("part", "fault", "width"),
    [
        ('<img src="data:,">', "image-alt", 1280),
        ('<button class="only"></button>', "button-name", 390),
        ('<a href="/x"><span class="wide">Far</span></a>', "link-name", 390),
        ('<div class="only"><img src="data:,"></div>', "image-alt", 390),
        (
            '<div class="low"><p>1</p><p>2</p><p>3</p></div>',
            "scrollable-region-focusable",
            320,
        ),
    ],
)
def test_other_faults_are_found_at_the_first_width_that_has_them(
    browser_page: Page, part: str, fault: str, width: int
) -> None:
    browser_page.goto("about:blank")
    browser_page.set_content((WIDTH_BY_WIDTH % "").replace("</main>", f"{part}</main>"))
    problems = faults(browser_page)
    assert next(at for at in problems if fault in str(problems[at])) == width


def test_an_ink_that_another_page_has_is_judged_once_and_a_new_one_is_found(
    browser_page: Page,
) -> None:
    inks: set[str] = set()
    judged = []
    for part in ("", "", 'style="color: #ccc"', 'style="color: #ccc"'):
        browser_page.goto("about:blank")
        browser_page.set_content(WIDTH_BY_WIDTH % part)
        judged.append("color-contrast" in str(axe(browser_page, inks=inks)))
    assert judged == [False, False, True, True]


def test_texts_that_are_cut_off_are_found(browser_page: Page) -> None:
    browser_page.goto("about:blank")
    style = "overflow: hidden; white-space: nowrap; width"
    browser_page.set_content(
        f"<p style='{style}: 50px'>A text that is longer</p><p style='{style}: 1px'>For the ear</p>"
        f"<p style='{style}: 50px'>Short</p>"
    )
    looks = browser_page.evaluate(LOOK, SMALLEST_TEXT)
    assert looks["clipped"] == ["A text that is longer"]
