"""Nothing that a resident typed is lost while the database is gone, and it goes on by itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, Route, expect

from clayton_review import clock
from clayton_review.accounts.models import User
from findings.stories.models import SealedNote
from surveys.answers.models import SealedBox
from surveys.survey.models import SampleKind
from surveys.survey.selectors import forget_published
from tests.browser import Watch
from tests.databases import database_gone
from tests.surveys import factories

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[..., Page]
NEXT_STEP = '<main id="main" tabindex="-1" data-form-page></main>'


@pytest.fixture
def survey(lead: User) -> None:
    factories.open_survey(by=lead, sample=SampleKind.OPT_IN, notation=factories.TWO_PAGES)


def later(page: Page) -> None:
    """Let the time pass until the next try of the page."""
    page.clock.fast_forward(70_000)


@pytest.mark.browser
def test_answers_wait_on_the_page_and_go_out_by_themselves(
    browser_as: Open, survey: None, watch: Watch
) -> None:
    page = browser_as(width=390)
    page.clock.install()
    page.goto("/survey/residents-2018/questions/")
    page.get_by_label("What should the police do better?").fill("Listen.")
    with database_gone():
        forget_published()
        page.get_by_role("button", name="Continue").click()
        expect(page.locator("[data-failure]")).to_contain_text("nothing you typed is lost")
        expect(page.get_by_label("What should the police do better?")).to_have_value("Listen.")
        page.get_by_label("What should the police do better?").fill("Listen more.")
    later(page)
    page.get_by_role("group", name="I trust the police.").wait_for()
    page.get_by_role("button", name="Check my answers").click()
    page.get_by_text("Listen more.").wait_for()
    with database_gone():
        page.get_by_role("button", name="Send my answers").click()
        expect(page.locator("[data-failure]")).to_be_visible()
        later(page)
        expect(page.get_by_text("Listen more.")).to_be_visible()
    later(page)
    page.get_by_role("heading", name="We received your answers").wait_for()
    assert SealedBox.objects.count() == 1
    assert {problem.split()[0] for problem in watch.problems} == {"503"}
    watch.problems.clear()


@pytest.mark.browser
def test_a_story_waits_on_the_page_and_goes_out_by_itself(browser_as: Open, watch: Watch) -> None:
    page = browser_as(width=390)
    page.clock.install()
    page.goto("/es/tell/talk/")
    page.locator("#name").fill("Ana")
    page.locator("#reach").fill("314-555-0100")
    with database_gone():
        page.locator(".button[value=send]").click()
        expect(page.locator("[data-failure]")).to_be_visible()
        expect(page.locator("#name")).to_have_value("Ana")
    later(page)
    page.locator("[data-failure]").wait_for(state="detached")
    assert SealedNote.objects.count() == 1
    watch.problems.clear()


@pytest.mark.browser
def test_a_server_that_is_silent_for_ten_seconds_is_spoken_of(
    browser_as: Open, survey: None
) -> None:
    page = browser_as(width=390)
    page.clock.install()
    page.goto("/es/survey/residents-2018/questions/")
    silent: list[Route] = []

    def say_nothing(route: Route) -> None:
        silent.append(route)

    page.route("**/questions/", say_nothing)
    page.clock.pause_at(clock.now() + timedelta(hours=1))
    page.locator(".button[value=next]").click()
    note = page.locator("[data-slow]")
    expect(page.locator("form[aria-busy]")).to_be_visible()
    expect(note).to_be_hidden()
    page.clock.run_for(10_000)
    expect(note).to_have_text("Todavía se está enviando. Quédese en esta página.")
    silent[0].continue_()
    page.get_by_role("group", name="Confío en la policía.").wait_for()
    expect(note).to_be_hidden()


@pytest.mark.browser
@pytest.mark.parametrize(
    "answer",
    [
        {"status": 500, "body": NEXT_STEP},
        {"status": 502, "body": "Bad gateway"},
        {"status": 200, "body": '<main id="main"><p>Sign in to this network</p></main>'},
        {"status": 404, "body": NEXT_STEP},
        {"status": 429, "body": NEXT_STEP, "headers": {"Retry-After": "20"}},
    ],
)
def test_nothing_unexpected_takes_the_place_of_the_form(
    browser_as: Open, survey: None, watch: Watch, answer: dict[str, Any]
) -> None:
    page = browser_as()
    page.clock.install()
    page.goto("/survey/residents-2018/questions/")
    page.get_by_label("What should the police do better?").fill("Listen.")

    def respond(route: Route) -> None:
        headers = {"Content-Type": "text/html", **answer.get("headers", {})}
        route.fulfill(status=answer["status"], body=answer["body"], headers=headers)

    page.route("**/questions/", respond)
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("[data-failure]")).to_be_visible()
    expect(page.get_by_label("What should the police do better?")).to_have_value("Listen.")
    page.unroute("**/questions/")
    later(page)
    page.get_by_role("group", name="I trust the police.").wait_for()
    watch.problems.clear()


@pytest.mark.parametrize(("prefix", "words"), [("", "Try again"), ("/es", "Intentar de nuevo")])
def test_without_scripts_the_page_keeps_what_was_sent(
    survey: None, prefix: str, words: str
) -> None:
    client = Client(raise_request_exception=False)
    address, sent = f"{prefix}/tell/talk/", {"name": "A “b” <c>", "reach": "314-555-0100"}
    week = client.get(address).content.decode().split('name="week" value="')[1].split('"')[0]
    with database_gone():
        answer = client.post(address, {**sent, "week": week, "move": "send"})
        assert client.get(f"{prefix}/survey/never-seen/").status_code == 503
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer["Cache-Control"] == "private, no-store"
    html = answer.content.decode()
    assert f'action="{address}"' in html
    assert words in html
    assert 'name="name" value="A “b” &lt;c&gt;"' in html
    assert "lead" not in html.split("<main")[1]
    assert "tell the study" not in html
    assert SealedNote.objects.count() == 0


def test_other_pages_say_503_too(client: Client) -> None:
    client.raise_request_exception = False
    with database_gone():
        page, program = client.get("/"), client.get("/api/v1/incidents/")
    assert (page.status_code, page["Retry-After"]) == (503, "10")
    assert "not available right now" in page.content.decode()
    assert program.status_code in {401, 503}
