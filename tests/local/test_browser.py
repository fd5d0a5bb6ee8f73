"""The browser of the tests shows pages and reports every fault in them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from clayton_review.accounts.models import User
from tests.axe import Judged, axe
from tests.browser import Watch, faults, overflow
from tests.journeys.walks.crawl import LOOK, SMALLEST_TEXT

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
    assert any(found.startswith("image-alt") for found in axe(browser_page))
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
    found = faults(browser_page, Judged())
    assert [width for width in found if "color-contrast" in str(found[width])] == widths


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
    found = faults(browser_page, Judged())
    assert next(at for at in found if fault in str(found[at])) == width


def test_an_ink_that_another_page_has_is_judged_once_and_a_new_one_is_found(
    browser_page: Page,
) -> None:
    judged = Judged()
    found = []
    for part in ("", "", 'style="color: #ccc"', 'style="color: #ccc"'):
        browser_page.goto("about:blank")
        browser_page.set_content(WIDTH_BY_WIDTH % part)
        found.append("color-contrast" in str(axe(browser_page, judged=judged)))
    assert found == [False, False, True, True]


def test_a_part_of_a_shape_that_another_page_has_is_judged_once_and_a_new_one_is_found(
    browser_page: Page,
) -> None:
    judged, found = Judged(), []
    menu = '<div class="only"><a href="/%s">%s</a></div>'
    parts = [menu % (1, "One"), menu % (2, "Two"), menu % (3, ""), menu % (4, "Four")]
    for part in [*parts, '<div class="only" style="color: #ccc">Pale</div>']:
        browser_page.goto("about:blank")
        browser_page.set_content((WIDTH_BY_WIDTH % "").replace("</main>", f"{part}</main>"))
        found.append({at: str(wrong) for at, wrong in faults(browser_page, judged).items()})
    assert ["link-name" in at[390] for at in found] == [False, False, True, False, False]
    assert "color-contrast" in found[-1][390]


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ('<label for="%s">Name</label><input id="a">', "label"),
        ('<b id="a">Map</b><div role="img" aria-labelledby="%s"></div>', "role-img-alt"),
    ],
)
def test_a_part_that_points_nowhere_is_judged_though_its_shape_is_known(
    browser_page: Page, part: str, fault: str
) -> None:
    judged, found = Judged(), []
    for target in ("a", "nowhere"):
        browser_page.goto("about:blank")
        content = f'<div class="only">{part % target}</div></main>'
        browser_page.set_content((WIDTH_BY_WIDTH % "").replace("</main>", content))
        found.append(fault in str(faults(browser_page, judged)[390]))
    assert found == [False, True]


def test_texts_that_are_cut_off_are_found(browser_page: Page) -> None:
    browser_page.goto("about:blank")
    style = "overflow: hidden; white-space: nowrap; width"
    browser_page.set_content(
        f"<p style='{style}: 50px'>A text that is longer</p><p style='{style}: 1px'>For the ear</p>"
        f"<p style='{style}: 50px'>Short</p>"
    )
    looks = browser_page.evaluate(LOOK, SMALLEST_TEXT)
    assert looks["clipped"] == ["A text that is longer"]
