"""By keys alone, and as the accessibility tree tells it: survey, report, tracker, a saved form.

The story form has the same script in tests/findings/stories/test_story_browser.py.
"""

import itertools
import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser import press, tab_to
from tests.journeys.stage import Stage, go, heading

Open = Callable[..., Page]


def heard(page: Page, part: str = "main") -> str:
    """List the words a screen reader gets for a part of the page, in order."""
    return page.locator(part).first.aria_snapshot()


def test_the_survey_is_answered_with_keys_alone(window: Open, stage: Stage) -> None:
    before = stage.count("surveys_sealedbox")
    page = window(width=390)
    go(page, "/survey/your-view/")
    press(page, "Start", role="link")
    first = page.get_by_role("group", name="Clayton police officers treat people like me fairly.")
    tab_to(page, "radio", "Strongly disagree")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    assert first.get_by_role("radio", name="Agree", exact=True).is_checked()
    for _ in range(3):  # attitudes, stop, wish
        press(page, "Continue", most=60)
    _an_error_is_met_first_and_leads_to_its_field(page)
    press(page, "Send my answers", most=60)
    expect(page).to_have_title(re.compile("^We received your answers"))
    assert stage.count("surveys_sealedbox") == before + 1
    assert page.context.cookies() == []


def _an_error_is_met_first_and_leads_to_its_field(page: Page) -> None:
    adults = tab_to(page, "textbox", "Counting yourself, how many people age 18", most=60)
    page.keyboard.type("50")
    press(page, "Check my answers", most=60)
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator(".summary")).to_be_focused()
    assert heard(page, ".summary").startswith("- alert:")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the summary leads to the field
    expect(adults).to_be_focused()
    described = [
        page.locator(f"#{element_id}")
        for element_id in _ids(adults.get_attribute("aria-describedby"))
    ]
    assert any("20" in element.inner_text() for element in described)
    adults.press("Control+A")
    page.keyboard.type("13")
    press(page, "Check my answers", most=60)
    page.get_by_role("heading", level=1, name="Check your answers").wait_for()
    assert "13" in heard(page)


def _ids(attribute: str | None) -> list[str]:
    assert attribute, "the field does not say its error"
    return attribute.split()


def test_the_report_reads_as_sentence_then_table(window: Open) -> None:
    page = window()
    go(page, "/reports/2018-12/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    figures = page.locator("article figure")
    n_figures = figures.count()
    assert n_figures >= 10
    for place in range(n_figures):
        _sentence_then_table(figures.nth(place))
    levels = [int(level) for level in re.findall(r"\[level=(\d)\]", heard(page))]
    assert levels[0] == 1
    assert all(deeper <= level + 1 for level, deeper in itertools.pairwise(levels))


def _sentence_then_table(figure: Locator) -> None:
    sentence = figure.locator("figcaption").inner_text().split(".")[0][:40]
    figure.locator("summary").focus()
    figure.page.keyboard.press("Enter")
    snapshot = figure.aria_snapshot()
    drawn = re.findall(r"- '?img \"([^\"]*)\"", snapshot)
    assert all(words.endswith(".") for words in drawn), drawn
    assert len(drawn) <= 1  # no bar by bar: one sentence
    assert sentence in snapshot, (sentence, snapshot)
    if "table" in snapshot:
        assert snapshot.index(sentence) < snapshot.index("table")
        assert "columnheader" in snapshot


def test_the_tracker_is_filtered_and_read_with_keys_alone(window: Open) -> None:
    page = window(width=390)
    go(page, "/recommendations/")
    tab_to(page, "combobox", "Status")
    page.keyboard.type("Over")
    press(page, "Show results")
    page.wait_for_url("**overdue**")
    assert re.search(r"- status: 1 of \d+ shown", heard(page))
    press(page, page.locator("main li a").first.inner_text(), role="link", most=60)
    page.wait_for_url("**/recommendations/R-*/")
    snapshot = heard(page)
    for words in ("Counts as done when", "City’s response", "Verified by the study"):
        assert words in snapshot


def test_a_save_is_announced_and_a_refusal_begins_with_error(window: Open) -> None:
    page = window("nora")
    go(page, "/engagement/log/")
    press(page, "Save the entry", most=60)
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator(".summary")).to_be_focused()
    page.get_by_role("textbox", name="Hours").fill("0.5")
    page.get_by_label("What you did").fill("Read the rosters")
    press(page, "Save the entry", most=60)
    status = page.get_by_role("status").first
    expect(status).to_contain_text("was saved")
    assert heard(page, "main").find("status") >= 0


def test_a_session_that_ended_says_so_and_keeps_what_was_typed(window: Open) -> None:
    page = window("samuel")
    go(page, "/findings/new/")
    page.get_by_label("Statement").fill("Nobody is told what a complaint led to.")
    page.get_by_text("Problem", exact=True).click()
    page.get_by_label("Pillar").select_option(label="Policy and oversight")
    cookies = page.context.cookies()
    page.context.clear_cookies(name="session")
    press(page, "Save the draft", most=60)
    assert heading(page) == "Not saved yet: you are no longer signed in"
    assert page.title().startswith("Not saved yet")
    page.context.add_cookies(cookies)  # type: ignore[arg-type]  # signed in again in another tab
    press(page, "Send again")
    page.wait_for_url("**/findings/F-*/")
    assert "Nobody is told what a complaint led to." in heard(page)
