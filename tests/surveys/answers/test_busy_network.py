"""A busy network is slowed when it answers an open survey: nobody is refused, nothing is lost."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from playwright.sync_api import Page, expect

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.web import busy_networks
from clayton_review.web.busy_networks import N_WITHOUT_WAIT
from surveys.answers.actions.invitation_codes import mint_codes
from surveys.answers.disk_space import (
    SIZE_KEY,
    has_space,
    is_known_to_be_full,
    registered_tables,
)
from surveys.answers.models import SealedBox
from surveys.survey.models import SampleKind, Survey
from surveys.tasks import look_for_batches
from tests.browser import Watch
from tests.surveys import factories
from tests.surveys.pages import QUESTIONS, Sent, filled, hidden, only_answers, text

OPEN = "/survey/open-link/questions/"
# A note of the pages shown says when, rounded to five seconds: one answer within one is possible.
SLOW_ENOUGH = datetime.fromisoformat("2018-12-03T15:00:01+00:00")
HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"')


def again(page: Any) -> Sent:
    """The fields that the page which asks to wait sends when its button is pressed."""
    return every_hidden(page) | {"move": "send"}


def every_hidden(page: Any) -> Sent:
    return dict(HIDDEN.findall(text(page)))


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(busy_networks, "N_WITHOUT_WAIT", 0)


@pytest.mark.django_db
def test_sixty_sheets_at_once_are_slowed_and_another_network_is_not(
    client: Client, open_link: Survey
) -> None:
    flood = Client(REMOTE_ADDR="203.0.113.5")
    statuses = [
        flood.post(OPEN, filled(flood.get(OPEN), feel_safe="1")).status_code for _ in range(60)
    ]
    assert statuses == [200] * N_WITHOUT_WAIT + [429] * (60 - N_WITHOUT_WAIT)
    assert client.post(OPEN, filled(client.get(OPEN), feel_safe="2")).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "status"), [(0, 429), (19, 429), (20, 200), (80_000, 200)])
def test_the_form_is_taken_after_twenty_seconds(
    client: Client, open_link: Survey, busy: None, seconds: int, status: int
) -> None:
    with clock.at(SLOW_ENOUGH):
        waiting = client.post(OPEN, filled(client.get(OPEN), feel_safe="2"))
        assert waiting.status_code == 429
        assert "In 20 seconds, press the button." in text(waiting)
        with clock.at(SLOW_ENOUGH + timedelta(seconds=seconds)):
            answer = client.post(OPEN, again(waiting))
    assert answer.status_code == status
    if status == 429:
        assert f"In {20 - seconds} second" in text(answer)
    else:
        assert only_answers()["feel_safe"] == "2"


@pytest.mark.django_db
def test_the_wait_goes_on_where_the_button_is_pressed_early(
    client: Client, open_link: Survey, busy: None
) -> None:
    start = SLOW_ENOUGH
    with clock.at(start):
        page = client.post(OPEN, filled(client.get(OPEN), feel_safe="2"))
    for second in (5, 12):
        with clock.at(start + timedelta(seconds=second)):
            page = client.post(OPEN, again(page))
            assert page.status_code == 429
    with clock.at(start + timedelta(seconds=20)):
        assert client.post(OPEN, again(page)).status_code == 200


@pytest.mark.django_db
def test_a_ticket_is_good_for_one_form_and_cannot_be_made_up(
    client: Client, open_link: Survey, busy: None
) -> None:
    waiting = client.post(OPEN, filled(client.get(OPEN), feel_safe="2"))
    ticket = hidden(waiting, "ticket")
    with clock.at(clock.now() + timedelta(minutes=1)):
        other = filled(client.get(OPEN), feel_safe="2")
        for made_up in (ticket, ticket[:-1], other["submission"] + " 0", "\0", "x" * 9_000):
            assert client.post(OPEN, {**other, "ticket": made_up}).status_code == 429
    assert not SealedBox.objects.exists()


@pytest.mark.django_db
def test_a_ticket_lets_a_form_into_one_survey_alone(
    client: Client, open_link: Survey, lead: User, busy: None
) -> None:
    other = OPEN.replace(open_link.slug, "other")
    factories.open_survey(by=lead, slug="other", sample=SampleKind.OPT_IN)
    waiting = again(client.post(OPEN, filled(client.get(OPEN), feel_safe="2")))
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert client.post(other, waiting).status_code == 429
        assert client.post(OPEN, waiting).status_code == 200
    assert SealedBox.objects.count() == 1


@pytest.mark.django_db
def test_whoever_has_a_code_is_never_slowed(
    client: Client, survey: Survey, lead: User, busy: None
) -> None:
    for code in mint_codes(survey=survey, n=3, by=lead):
        page = client.post(QUESTIONS, {"code": code})
        assert client.post(QUESTIONS, filled(page, feel_safe="2")).status_code == 200


@pytest.mark.django_db
def test_without_redis_people_are_let_through(
    client: Client, open_link: Survey, busy: None, settings: Any
) -> None:
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    assert client.post(OPEN, filled(client.get(OPEN), feel_safe="2")).status_code == 200


@pytest.mark.django_db
def test_the_page_is_in_spanish_too_and_sets_no_cookie(
    client: Client, open_link: Survey, busy: None
) -> None:
    page = client.post("/es" + OPEN, filled(client.get("/es" + OPEN), feel_safe="2"))
    assert "Espere un momento" in text(page)
    assert "In 20 seconds" not in text(page)
    assert not page.cookies
    assert page["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("move", ["send", "send-empty"])
def test_another_language_keeps_the_ticket_and_the_rest_of_the_wait(
    client: Client, open_link: Survey, busy: None, move: str
) -> None:
    start = SLOW_ENOUGH
    with clock.at(start):
        form = filled(client.get(OPEN), feel_safe="2") | {"move": move}
        waiting = client.post(OPEN, form)
    with clock.at(start + timedelta(seconds=15)):
        page = client.post(f"/es{OPEN}", {**every_hidden(waiting), "move": "stay"})
        assert "Espere un momento" in text(page)
        assert "5 segundos" in text(page)
        assert f'name="move" value="{move}"' in text(page)
        page = client.post(OPEN, {**every_hidden(page), "move": "stay"})
    with clock.at(start + timedelta(seconds=25)):
        page = client.post(f"/es{OPEN}", {**every_hidden(page), "move": "stay"})
        assert page.status_code == 429  # nothing is sent by a choice of language
        assert not SealedBox.objects.exists()
        assert client.post(f"/es{OPEN}", {**every_hidden(page), "move": move}).status_code == 200
    assert only_answers()["feel_safe"] == "2"


@pytest.mark.django_db
def test_a_form_with_two_signs_of_a_program_waits_in_line_and_no_other_does(
    client: Client, open_link: Survey, busy: None
) -> None:
    with clock.at(SLOW_ENOUGH):
        programs = [client.post(OPEN, bare(client.get(OPEN))) for _ in range(3)]
        browser = Client(headers={"Accept-Language": "es"})
        review = browser.post(OPEN, filled(browser.get(OPEN), feel_safe="2") | {"move": "next"})
        person = browser.post(OPEN, every_hidden(review) | {"move": "send"})
        elsewhere = Client(REMOTE_ADDR="203.0.113.9")
        other = elsewhere.post(OPEN, bare(elsewhere.get(OPEN)))
        ticket = every_hidden(person)
        del ticket["shown"]  # a ticket of those who wait beside each other is no way past the line
        without = client.post(OPEN, ticket | {"move": "send"})
        review = client.post(OPEN, filled(client.get(OPEN), feel_safe="3") | {"move": "next"})
        one_sign = client.post(OPEN, again(review))  # its sender names no language
    pages = (*programs, person, other, without, one_sign)
    assert [wait_of(page) for page in pages] == [20, 40, 60, 20, 20, 80, 20]


@pytest.mark.django_db
def test_a_line_ends_with_its_hour_and_the_others_may_join_the_next(
    client: Client, open_link: Survey, busy: None
) -> None:
    """So the line of each hour is as long as an hour, however many tickets were asked for."""
    late = SLOW_ENOUGH.replace(minute=59, second=0)
    with clock.at(late):
        pages = [client.post(OPEN, bare(client.get(OPEN))) for _ in range(5)]
    assert [wait_of(page) for page in pages] == [20, 40, 60, 60, 60]
    with clock.at(late + timedelta(seconds=60)):
        answers = [client.post(OPEN, again(page)) for page in pages]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert [wait_of(answer) for answer in answers[3:]] == [20, 40]


@pytest.mark.django_db
@pytest.mark.parametrize(("n", "words"), [(4, "In 80 seconds, press"), (5, "In 2 minutes, press")])
def test_a_long_wait_is_told_in_minutes(
    client: Client, open_link: Survey, busy: None, n: int, words: str
) -> None:
    with clock.at(SLOW_ENOUGH):
        pages = [client.post(OPEN, bare(client.get(OPEN))) for _ in range(n)]
    assert words in text(pages[-1])


def wait_of(page: Any) -> int:
    match = re.search(r'data-wait="(\d+)"', text(page))
    return int(match[1]) if match else 0


def bare(page: Any) -> Sent:
    """Return a form that lost its note of the pages shown."""
    form = filled(page, feel_safe="1")
    return {name: value for name, value in form.items() if name != "shown"}


@pytest.fixture
def no_space(settings: Any) -> Iterator[None]:
    cache.clear()
    settings.RESIDENTS_FORMS_GB = 1e-9  # a byte
    yield
    cache.clear()


@pytest.mark.django_db
def test_without_room_only_forms_of_programs_go_on_waiting(
    client: Client, open_link: Survey, settings: Any, busy: None, no_space: None
) -> None:
    """A limit that held for people would be one that a stranger could use up for everyone."""
    with clock.at(SLOW_ENOUGH):
        program = client.post(OPEN, bare(client.get(OPEN)))
        review = client.post(OPEN, filled(client.get(OPEN), feel_safe="2") | {"move": "next"})
        person = client.post(OPEN, again(review))
    with clock.at(SLOW_ENOUGH + timedelta(seconds=30)):
        assert client.post(OPEN, again(person)).status_code == 200
        program = client.post(OPEN, again(program))
        assert program.status_code == 429
        assert "nothing you typed is lost" in text(program)
        assert is_known_to_be_full()
        settings.RESIDENTS_FORMS_GB = 5
        assert client.post(OPEN, again(program)).status_code == 200
    assert SealedBox.objects.count() == 2


@pytest.mark.django_db
def test_no_form_of_a_network_that_is_not_busy_waits_for_room(
    client: Client, open_link: Survey, no_space: None
) -> None:
    assert client.post(OPEN, bare(client.get(OPEN))).status_code == 200


@pytest.mark.django_db
def test_answers_use_up_no_room_of_stories(no_space: None) -> None:
    cache.set(f"{SIZE_KEY}:answers", 6 * 10**9)
    with override_settings(RESIDENTS_FORMS_GB=5):
        assert not has_space("answers")
        assert has_space("notes")


@pytest.mark.django_db
def test_the_lead_is_warned_of_scarce_room_before_any_form_waits(
    as_: Any, lead: User, no_space: None
) -> None:
    assert "RESIDENTS_FORMS_GB" not in text(as_(lead).get("/start/"))
    look_for_batches()
    assert "RESIDENTS_FORMS_GB" in text(as_(lead).get("/start/"))


def test_the_tables_of_all_that_residents_send_are_counted() -> None:
    assert registered_tables() == {
        "answers": ("surveys_sealedbox", "surveys_spentcode"),
        "notes": ("findings_sealednote",),
    }


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_in_a_browser_the_page_sends_itself(
    browser_as: Any, lead: User, watch: Watch, busy: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(busy_networks, "WAIT_SECONDS", 1)
    factories.open_survey(by=lead, sample=SampleKind.OPT_IN)
    page: Page = browser_as(width=390)
    page.goto(QUESTIONS)
    page.get_by_label("What should the police do better?").fill("Listen.")
    page.get_by_role("button", name="Check my answers").click()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", name="Wait a moment")).to_be_visible()
    expect(page.get_by_text("it is sent by itself then")).to_be_visible()
    expect(page.get_by_role("heading", name="We received your answers")).to_be_visible()
    assert only_answers()["story"] == "Listen."
    assert all("429" in problem for problem in watch.problems)
    watch.problems.clear()
