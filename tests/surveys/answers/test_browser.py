"""Residents and team in a real browser: without JavaScript, by keyboard, at three widths."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

from clayton_review.accounts.models import User
from surveys.answers.actions.invitation_codes import mint_codes
from surveys.answers.codes import printed_code
from surveys.answers.models import SealedBox
from surveys.fielding.actions.status import close_survey
from surveys.questionnaire.questionnaire import Answer
from surveys.survey.models import SampleKind, Survey
from tests.browser import in_order, overflow
from tests.surveys import factories

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
Open = Callable[..., Page]


@pytest.fixture
def survey(lead: User) -> Survey:
    return factories.open_survey(by=lead, notation=factories.TWO_PAGES, n_invited=500)


def test_a_resident_answers_without_javascript(
    browser_as: Open, survey: Survey, lead: User
) -> None:
    (code,) = mint_codes(survey=survey, n=1, by=lead)
    page = browser_as(width=390, javascript=False)
    page.goto("/survey/residents-2018/")
    page.get_by_label("Code from your letter").fill(printed_code(code).lower())
    page.get_by_role("button", name="Start").click()
    page.get_by_text("Strongly agree").first.click()
    page.get_by_label("What should the police do better?").fill("Listen.")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("group", name="I trust the police.").get_by_text(
        "Disagree", exact=True
    ).click()
    page.get_by_role("button", name="Back").click()
    assert page.get_by_label("What should the police do better?").input_value() == "Listen."
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Check my answers").click()
    page.get_by_role("button", name="Send my answers").click()
    assert page.get_by_role("heading", level=1).inner_text() == "We received your answers"
    assert SealedBox.objects.count() == 1
    assert page.context.cookies() == []


def test_a_code_typed_so_far_stays_when_the_language_changes(
    browser_as: Open, survey: Survey
) -> None:
    page = browser_as(width=390)
    page.goto("/survey/residents-2018/")
    page.get_by_label("Code from your letter").fill("abcd 12")
    page.get_by_role("link", name="Español").click()
    expect(page.locator("input[data-code]")).to_have_value("abcd 12")
    assert "#" not in page.url


def test_the_link_of_the_letter_fills_in_the_code_and_loses_it(
    browser_as: Open, survey: Survey, lead: User
) -> None:
    (code,) = mint_codes(survey=survey, n=1, by=lead)
    page = browser_as()
    page.goto(f"/survey/residents-2018/#{code}")
    page.wait_for_function("location.hash === ''")
    assert page.get_by_label("Code from your letter").input_value() == code
    page.get_by_label("Code from your letter").press("Enter")
    page.get_by_text("I feel safe in Clayton.").wait_for()
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_rows_to_press_are_at_least_48_pixels_high(browser_as: Open, lead: User) -> None:
    factories.open_survey(by=lead, sample=SampleKind.OPT_IN)
    page = browser_as(width=320)
    page.goto("/survey/residents-2018/questions/")
    heights = [box.bounding_box() for box in page.locator("label.choice").all()]
    assert heights
    assert all(box and box["height"] >= 48 for box in heights)


def test_residents_pages_are_in_order(browser_as: Open, survey: Survey, lead: User) -> None:
    (code,) = mint_codes(survey=survey, n=1, by=lead)
    factories.open_survey(by=lead, slug="over")
    close_survey(survey=Survey.objects.get(slug="over"), by=lead)
    page = browser_as()
    for address in (
        "/survey/residents-2018/",
        "/es/survey/residents-2018/",
        "/survey/over/",
        "/survey/none/",
        "/survey/how-answers-are-protected/",
        "/es/survey/how-answers-are-protected/",
    ):
        page.goto(address)
        in_order(page, address)
    page.goto("/survey/residents-2018/")
    page.get_by_label("Code").fill("WRONG")
    page.get_by_role("button", name="Start").click()
    in_order(page, "wrong code")
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Start").click()
    in_order(page, "questions")
    page.get_by_label("What should the police do better?").fill("x" * 4_001)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("alert").wait_for()
    in_order(page, "error")
    page.get_by_label("What should the police do better?").fill("Listen.")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Check my answers").click()
    page.get_by_role("heading", name="Check your answers").wait_for()
    in_order(page, "review")
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("heading", name="We received your answers").wait_for()
    in_order(page, "thanks")


def test_the_teams_pages_are_in_order(browser_as: Open, survey: Survey, lead: User) -> None:
    answers: dict[str, Answer] = {
        "feel_safe": "4",
        "stopped": "yes",
        "story": "More foot patrols.",
        "trust": "2",
    }
    few: dict[str, Answer] = {"feel_safe": "2", "stopped": "no", "story": None, "trust": None}
    factories.answered(survey, [{**answers}] * 90 + [{**few}] * 30)
    factories.draft_survey(by=lead, slug="draft", notation=factories.HEAD + "nonsense")
    page = browser_as(lead)
    for address in (
        "/surveys/",
        "/surveys/?q=nothing",
        "/surveys/new/",
        "/surveys/residents-2018/",
        "/surveys/residents-2018/results/",
        "/surveys/residents-2018/results/?audience=public",
        "/surveys/residents-2018/results/feel_safe/",
        "/surveys/residents-2018/results/story/",
        "/surveys/residents-2018/population/",
        "/surveys/residents-2018/population/new/",
        "/surveys/residents-2018/questionnaire/",
        "/surveys/residents-2018/dispositions/",
        "/surveys/residents-2018/facts/",
        "/surveys/residents-2018/closing/",
        "/surveys/draft/",
        "/surveys/draft/questionnaire/",
    ):
        page.goto(address)
        in_order(page, address)
    page.goto("/surveys/new/")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("alert").wait_for()
    in_order(page, "error")


@pytest.mark.parametrize("javascript", [True, False])
def test_every_question_type_is_in_order_with_errors_and_in_review(
    browser_as: Open, lead: User, javascript: bool
) -> None:
    factories.open_survey(by=lead, sample=SampleKind.OPT_IN, notation=factories.EVERY_TYPE)
    page = browser_as(width=390, javascript=javascript)
    page.goto("/survey/residents-2018/questions/")
    page.get_by_text("Yes", exact=True).click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("group", name="listened to me").get_by_role(
        "radio", name="Agree"
    ).first.check()
    page.get_by_text("Advice", exact=True).click()
    _in_order(page, javascript, "grid and ticks")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Place 1").select_option("foot")
    page.get_by_role("textbox", name="How old are you?").fill("5")
    fill_day(page, "2", "31", "2018")
    page.get_by_role("button", name="Check my answers").click()
    page.get_by_role("alert").wait_for()
    assert page.title().startswith("Error:")
    _in_order(page, javascript, "errors")
    page.get_by_role("link", name="How old are you?").click()
    page.get_by_role("textbox", name="How old are you?").fill("44")
    fill_day(page, "2", "3", "2018")
    page.get_by_role("button", name="Check my answers").click()
    page.get_by_role("heading", name="Check your answers").wait_for()
    assert "Feb. 3, 2018" in page.get_by_role("main").inner_text()
    _in_order(page, javascript, "review")
    page.locator("button", has_text="How old are you?").click()
    assert page.get_by_role("textbox", name="How old are you?").input_value() == "44"


@pytest.fixture
def second_page(browser_as: Open, lead: User) -> Page:
    """The second page of an open survey, something written on the first."""
    factories.open_survey(by=lead, sample=SampleKind.OPT_IN, notation=factories.TWO_PAGES)
    page = browser_as(width=390)
    page.goto("/survey/residents-2018/")
    page.get_by_role("link", name="Start").click()
    page.get_by_label("What should the police do better?").fill("Listen.")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("group", name="I trust the police.").wait_for()
    return page


def test_the_browsers_own_back_loses_nothing(second_page: Page) -> None:
    page = second_page
    page.get_by_role("button", name="Check my answers").click()
    page.get_by_role("heading", name="Check your answers").wait_for()
    page.go_back()
    page.get_by_role("group", name="I trust the police.").wait_for()
    page.go_back()
    expect(page.get_by_label("What should the police do better?")).to_have_value("Listen.")
    page.go_forward()
    page.get_by_role("group", name="I trust the police.").wait_for()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.evaluate("JSON.stringify(history.state)") == '{"page":1}'
    page.get_by_role("button", name="Check my answers").click()
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("heading", name="We received your answers").wait_for()
    page.go_back()
    expect(page.get_by_label("What should the police do better?")).to_have_value("")


def test_the_other_language_a_broken_line_and_leaving_lose_nothing(second_page: Page) -> None:
    page = second_page
    page.get_by_role("button", name="Español").click()
    page.get_by_role("group", name="Confío en la policía.").wait_for()
    assert page.url.endswith("/es/survey/residents-2018/questions/")
    assert page.locator("html").get_attribute("lang") == "es"
    page.get_by_role("button", name="Atrás").click()
    story = page.get_by_label("¿Qué debería mejorar la policía?")
    expect(story).to_have_value("Listen.")
    page.context.set_offline(True)
    page.locator(".button[value=next]").click()
    expect(page.locator("[data-failure]")).to_be_visible()
    page.context.set_offline(False)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    with page.expect_event("dialog"):
        page.evaluate("setTimeout(() => { location.href = '/'; })")
    assert asked == ["beforeunload"]
    expect(story).to_have_value("Listen.")


def test_what_was_typed_before_the_script_came_is_not_left_without_a_word(
    browser_as: Open, lead: User
) -> None:
    factories.open_survey(by=lead, sample=SampleKind.OPT_IN, notation=factories.TWO_PAGES)
    page, routes = browser_as(width=390), list[Route]()
    page.route("**/survey-pages*.js", lambda route: routes.append(route))  # noqa: PLW0108  # a built-in cannot be marked
    page.goto("/survey/residents-2018/questions/", wait_until="commit")
    story = page.get_by_label("What should the police do better?")
    story.click()
    story.fill("Listen.")
    routes[0].continue_()
    page.wait_for_load_state()
    page.on("dialog", lambda dialog: dialog.dismiss())
    with page.expect_event("dialog"):
        page.evaluate("setTimeout(() => { location.href = '/'; })")
    expect(story).to_have_value("Listen.")


def fill_day(page: Page, month: str, day: str, year: str) -> None:
    """Month, day and year of the only date."""
    page.get_by_label("Month").select_option(month)
    page.get_by_label("Day (if you know it)").fill(day)
    page.get_by_label("Year", exact=True).fill(year)


def _in_order(page: Page, javascript: bool, where: str) -> None:
    """Axe needs scripts; without them only the width is looked at."""
    if javascript:
        in_order(page, where)
    else:
        assert overflow(page) <= 0, where
