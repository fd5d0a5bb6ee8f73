"""Tests of the story form in a real browser: by keyboard, without JavaScript, in all states."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from clayton_review.accounts.models import User
from findings.stories.actions.stories import read_story
from findings.stories.models import SealedNote
from tests.browser import in_order, press, tab_to
from tests.findings import story_factories

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
Open = Callable[..., Page]


def test_an_error_is_met_first_and_leads_to_its_field(browser_as: Open) -> None:
    page = browser_as(width=390)
    page.goto("/tell/story/")
    press(page, "Continue")
    expect(page).to_have_title("Error: What happened? · Step 1 of 6 · Clayton Review")
    expect(page.locator(".summary")).to_be_focused()
    assert "There is a problem" in page.locator(".summary").aria_snapshot()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the summary leads to the field
    box = page.get_by_label("Tell it in your own words")
    expect(box).to_be_focused()
    assert box.get_attribute("aria-describedby") == "what-hint what-error"
    assert "Write what happened" in page.locator("#what-error").inner_text()
    box.fill("x" * 10_001)
    press(page, "Continue")
    expect(page.locator(".summary")).to_be_focused()
    assert len(page.get_by_label("Tell it in your own words").input_value()) == 10_001


def test_a_story_is_told_by_keyboard_alone(browser_as: Open) -> None:
    page = browser_as(width=390)
    page.goto("/tell/")
    tab_to(page, "link", "Start")
    page.keyboard.press("Enter")
    tab_to(page, "textbox", "Tell it in your own words")
    page.keyboard.type("He helped me across.")
    press(page, "Continue")
    page.get_by_role("heading", name="How were you involved?").wait_for()
    page.get_by_role("radio", name="It happened to me").focus()
    page.keyboard.press("ArrowDown")  # the second one: I saw it
    for heading in ("About when and where", "What would you like", "The last two", "Read it over"):
        press(page, "Continue")
        page.get_by_role("heading", level=1, name=heading).wait_for()
    heard = page.locator("main").aria_snapshot()
    for words in ("He helped me across.", "I saw it", 'button "Change How were you involved?"'):
        assert words in heard, heard
    press(page, "Send my story")
    page.get_by_role("heading", name="We received your story").wait_for()
    assert SealedNote.objects.count() == 1
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_without_javascript_nothing_typed_is_lost(browser_as: Open) -> None:
    page = browser_as(width=320, javascript=False)
    page.goto("/tell/story/")
    page.get_by_label("Tell it in your own words").fill("Two\nlines & a <tag>")
    expect(page.locator("#website")).to_be_hidden()
    page.get_by_role("button", name="Español").click()
    box = page.get_by_label("Cuéntelo con sus propias palabras")
    assert box.input_value() == "Two\nlines & a <tag>"
    page.get_by_role("button", name="English").click()
    for _ in range(5):
        page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Change What happened?").click()
    assert page.get_by_label("Tell it").input_value() == "Two\nlines & a <tag>"
    page.get_by_label("Tell it").fill("")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".summary")).to_be_focused()


def test_all_states_of_the_form_are_in_order(browser_as: Open) -> None:
    page = browser_as()
    for prefix, button in (("", "Continue"), ("/es", "Continuar")):
        page.goto(f"{prefix}/tell/story/")
        page.get_by_role("button", name=button).click()
        in_order(page)
        page.locator("#what").fill("Unaverylongword" * 30)
        for _ in range(5):
            page.get_by_role("button", name=button).click()
            in_order(page)
        page.locator('.button[value="send"]').click()
        in_order(page)
        page.goto(f"{prefix}/tell/talk/")
        page.locator('.button[value="send"]').click()
        in_order(page)


def test_the_teams_pages_are_in_order(browser_as: Open, lead: User) -> None:
    story, talk = story_factories.a_story(what="Unaverylongword" * 30), story_factories.a_request()
    read_story(story=story, by=lead)
    team = browser_as(lead)
    for address in ("/stories/", story.get_absolute_url(), "/talks/", talk.get_absolute_url()):
        team.goto(address)
        in_order(team)
    team.get_by_role("button", name="Show how to reach them").click()
    in_order(team)
