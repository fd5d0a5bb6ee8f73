"""Tests of the story form without account, cookie or JavaScript."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.vault import actions as vault
from clayton_review.web import busy_networks
from clayton_review.web.busy_networks import N_WITHOUT_WAIT
from findings.stories.actions import sealed_notes as actions
from findings.stories.actions.sealed_notes import STORY_TABLE, STORY_TEXT
from findings.stories.models import SealedNote, Story, TalkRequest
from findings.stories.views import story_form
from surveys.survey.models import SampleKind
from tests.findings import story_factories
from tests.findings.story_factories import ASK, FORM, Sent, carried, text, walk
from tests.surveys import factories as polls
from tests.surveys.pages import filled

pytestmark = pytest.mark.django_db


def only_story(by: User) -> dict[str, Any]:
    """Open the only story a week later and return its words from the vault."""
    with story_factories.next_week():
        assert actions.open_notes() == 1
    story = Story.objects.get()
    words = json.loads(
        vault.read_field(table=STORY_TABLE, row=story.pk, field=STORY_TEXT, by=by, reason="a test")
    )
    return {**words, "part": story.part, "age": story.age, "language": story.language}


def send(client: Client, page: Any, **words: str) -> Any:
    return client.post(FORM, {**carried(page), **words, "move": "send"})


def test_the_first_page_says_what_it_is_not(client: Client, settings: Any) -> None:
    settings.COMPLAINTS_CITY = "10 Main Street"
    page = text(client.get("/tell/"))
    for words in (
        "911",
        "not a complaint",
        "Police Department",
        "10 Main Street",
        "request records",
    ):
        assert words in page


def test_a_story_is_told_step_by_step(client: Client, lead: User) -> None:
    fields = {"what": "He said\r\nsorry. <b>", "part": "saw", "where": "Mall", "wish": "Go on."}
    page = walk(client, age="minor", language="en", **fields)
    assert "Read it over" in text(page)
    assert "He said<br>sorry. &lt;b&gt;" in text(page)
    thanks = send(client, page)
    assert thanks.status_code == 200
    assert "We received your story" in text(thanks)
    assert 'href="/tell/talk/"' in text(thanks)
    assert only_story(lead) == {
        "what": "He said\nsorry. <b>",
        "part": "saw",
        "when": "",
        "where": "Mall",
        "wish": "Go on.",
        "age": "minor",
        "language": "en",
    }


def test_without_a_key_to_lock_it_a_story_stays_on_the_page(
    client: Client, lead: User, settings: Any
) -> None:
    page = walk(client, what="He was polite.")
    key, settings.SURVEY_SEALING_KEY = settings.SURVEY_SEALING_KEY, ""
    failed = send(client, page)
    assert failed.status_code == 503
    assert "Everything you wrote is still here." in text(failed)
    assert "Something on our side is not working" in text(failed)
    assert "He was polite." in text(failed)
    assert not SealedNote.objects.exists()
    settings.SURVEY_SEALING_KEY = key
    assert send(client, failed).status_code == 200
    assert only_story(lead)["what"] == "He was polite."


def test_everything_but_the_story_can_be_skipped(client: Client, lead: User) -> None:
    empty = client.post(FORM, {**carried(client.get(FORM)), "what": "  ", "move": "next"})
    assert empty.status_code == 422
    assert "<title>Error:" in " ".join(text(empty).split())
    send(client, walk(client, what="Enough."))
    story = only_story(lead)
    assert (story["part"], story["age"], story["language"]) == ("unsaid", "unsaid", "en")


def test_the_spanish_form_speaks_spanish_and_says_so_to_the_team(
    client: Client, lead: User
) -> None:
    page = walk(client, "/es", what="Me ayudó.")
    assert '<html lang="es"' in text(page)
    assert "Send my story" not in text(page)
    client.post("/es" + FORM, {**carried(page), "move": "send"})
    assert only_story(lead)["language"] == "es"


def test_the_other_language_keeps_what_is_typed(client: Client) -> None:
    page = client.post("/es" + FORM, {**carried(client.get(FORM)), "what": "Hi", "move": "stay"})
    assert page.status_code == 200
    assert ">\nHi</textarea>" in text(page)
    assert carried(page)["language"] == "es"


def test_each_line_of_the_review_page_leads_back_to_its_step(client: Client) -> None:
    page = walk(client, what="A", when="May")
    back = client.post(FORM, {**carried(page), "move": "to-place"})
    assert 'value="May"' in text(back)
    assert text(client.post(FORM, {**carried(page), "move": "back"})).count('type="radio"') == 4


def test_a_double_click_makes_one_story_and_changed_words_another(client: Client) -> None:
    page = walk(client, what="Once.")
    assert [send(client, page).status_code for _ in range(2)] == [200, 200]
    assert SealedNote.objects.count() == 1
    send(client, page, what="Once, and more.")
    assert SealedNote.objects.count() == 2


def test_a_form_of_an_earlier_week_asks_before_it_sends_again(client: Client) -> None:
    page = walk(client, what="Late.")
    with story_factories.next_week():
        asked = send(client, page)
        assert asked.status_code == 422
        assert "we have it" in text(asked)
        assert "Late." in text(asked)
        assert send(client, asked).status_code == 200
    assert SealedNote.objects.count() == 1


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
@pytest.mark.parametrize("address", [FORM, ASK])
def test_a_form_sent_from_elsewhere_is_refused(
    client: Client, headers: dict[str, str], address: str
) -> None:
    words = {"what": "Kept", "name": "Kept", "reach": "Kept 314-555-0100"}
    sent = {**carried(walk(client, what="Kept")), **words, "move": "send"}
    page = client.post(address, sent, headers=headers)
    assert page.status_code == 403
    assert "another website" in text(page)
    assert "Kept" in text(page)
    assert not SealedNote.objects.exists()


def test_sabotage_without_the_look_at_its_origin_a_foreign_form_is_taken(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story_form, "came_from_here", lambda request: True)
    sent = {**carried(walk(client, what="Foreign")), "move": "send"}
    client.post(FORM, sent, headers={"Origin": "https://evil.example"})
    assert SealedNote.objects.count() == 1


def test_a_program_that_fills_in_every_field_is_told_and_loses_nothing(client: Client) -> None:
    page = send(client, walk(client, what="Kept"), website="http://spam.example")
    assert page.status_code == 422
    assert "hidden field" in text(page)
    assert "Kept" in text(page)
    assert not SealedNote.objects.exists()
    assert send(client, page).status_code == 200


def test_a_flood_from_elsewhere_silences_nobody(client: Client) -> None:
    flood = Client(REMOTE_ADDR="203.0.113.5")
    checked = {**carried(flood.get(FORM)), "page": "5", "move": "send"}
    for number in range(60):
        flood.post(FORM, {**checked, "what": f"Flood {number}"})
    assert SealedNote.objects.count() == N_WITHOUT_WAIT
    assert send(client, walk(client, what="Mine")).status_code == 200
    assert SealedNote.objects.count() == N_WITHOUT_WAIT + 1


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_a_busy_network_waits_and_loses_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch, prefix: str
) -> None:
    monkeypatch.setattr(busy_networks, "N_WITHOUT_WAIT", 0)
    page = client.get(prefix + FORM)
    waiting = client.post(
        prefix + FORM, {**carried(page), "page": "5", "what": "Kept", "move": "send"}
    )
    assert waiting.status_code == 429
    assert ("Espere un momento" if prefix else "Wait a moment") in text(waiting)
    assert "Kept" in text(waiting)
    assert send(client, waiting).status_code == 429
    assert not SealedNote.objects.exists()
    with clock.at(clock.now() + timedelta(seconds=20)):
        assert send(client, waiting).status_code == 200
    assert SealedNote.objects.count() == 1


@pytest.mark.parametrize("address", [FORM, ASK])
def test_another_language_keeps_the_ticket(
    client: Client, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(busy_networks, "N_WITHOUT_WAIT", 0)
    start = clock.now()
    with clock.at(start):
        typed = {"page": "5", "what": "Kept", "name": "Ada", "reach": "314-555-0100"}
        waiting = client.post(address, {**carried(client.get(address)), **typed, "move": "send"})
        assert waiting.status_code == 429
    with clock.at(start + timedelta(seconds=15)):
        page = client.post(f"/es{address}", {**carried(waiting), "move": "stay"})
        assert "5 segundos" in text(page)
    with clock.at(start + timedelta(seconds=20)):
        sent = {**carried(page), "move": "send"}
        assert client.post(f"/es{address}", sent).status_code == 200
    assert SealedNote.objects.count() == 1


def test_stories_that_no_browser_sends_wait_in_line_and_no_other_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(busy_networks, "N_WITHOUT_WAIT", 0)
    browser = Client(headers={"Accept-Language": "es"})
    with clock.at(clock.now()):
        waiting = [send(sender, walk(sender, what="A")) for sender in (*[Client()] * 3, browser)]
    waits = [re.findall(r'data-wait="(\d+)"', text(page)) for page in waiting]
    assert waits == [["20"], ["40"], ["60"], ["20"]]


def test_one_wait_lets_in_one_story(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(busy_networks, "N_WITHOUT_WAIT", 0)
    waiting = send(client, walk(client, what="First"))
    with clock.at(clock.now() + timedelta(seconds=20)):
        assert send(client, waiting, what="Another").status_code == 429
    assert not SealedNote.objects.exists()


def test_a_request_to_talk_waits_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(busy_networks, "N_WITHOUT_WAIT", 0)
    asked = {"name": "Ada", "reach": "314-555-0100", "move": "send"}
    waiting = client.post(ASK, {**carried(client.get(ASK)), **asked})
    assert waiting.status_code == 429
    with clock.at(clock.now() + timedelta(seconds=20)):
        assert client.post(ASK, {**carried(waiting), "move": "send"}).status_code == 200
    assert SealedNote.objects.count() == 1


def test_without_redis_stories_are_taken(client: Client, settings: Any) -> None:
    page = walk(client, what="Kept")
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    assert send(client, page).status_code == 200
    assert SealedNote.objects.count() == 1


@pytest.mark.parametrize("bad", ["a\0b", "x" * 10_001, "x" * 1_000_000])
def test_a_text_that_cannot_be_kept_is_explained_and_stays(client: Client, bad: str) -> None:
    page = client.post(FORM, {**carried(client.get(FORM)), "what": bad, "move": "next"})
    assert page.status_code == 422
    assert 'id="what-error"' in text(page)
    assert bad[-5:].replace("\0", "") in text(page).replace("\0", "")


@pytest.mark.parametrize("words", ["<script>x</script>", "'; DROP--", "🚓🙂", "שלום", "\u202eabc"])
def test_any_words_are_a_story(client: Client, lead: User, words: str) -> None:
    assert send(client, walk(client, what=words)).status_code == 200
    assert only_story(lead)["what"] == words


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"page": "-1", "move": "next"},
        {"page": "99999999999999", "move": "x"},
        {"page": "5", "submission": "\0", "week": "9999-99-99", "what": "A", "part": "cop"},
        {"page": "5", "move": "to-nowhere", "what": "", "language": "xx"},
    ],
)
@pytest.mark.parametrize("address", [FORM, "/es" + FORM, ASK])
def test_a_malformed_post_is_answered_with_a_page(client: Client, sent: Sent, address: str) -> None:
    assert client.post(address, sent).status_code == 422
    assert not SealedNote.objects.exists()


def test_a_request_to_talk_is_a_form_of_its_own(client: Client) -> None:
    page = client.get(ASK)
    assert "what" not in carried(page)
    assert client.post(ASK, {**carried(page), "name": "", "move": "send"}).status_code == 422
    sent = {**carried(page), "name": "Rosa", "reach": "314-555-0100", "language": "es"}
    thanks = text(client.post(ASK, {**sent, "move": "send"}))
    assert "in touch" in thanks
    assert 'We will reach you at <strong class="address">314-555-0100</strong>' in thanks
    with story_factories.next_week():
        actions.open_notes()
    assert TalkRequest.objects.get().language == "es"


@pytest.mark.parametrize(
    ("reach", "status"),
    [
        *(("abc", 422), ("555-0100", 422), ("rosa@", 422), ("rosa@home", 422)),
        *(("(314) 555-0100", 200), ("+52 55 5550 1234", 200), ("rosa@example.org", 200)),
        ("314-555-0100, after six", 200),
    ],
)
def test_nobody_asks_for_a_talk_at_a_place_that_cannot_be_reached(
    client: Client, reach: str, status: int
) -> None:
    sent = {**carried(client.get(ASK)), "name": "Rosa", "reach": reach, "move": "send"}
    answer = client.post(ASK, sent)
    assert answer.status_code == status
    assert ("area code" in text(answer)) == (status == 422)
    assert SealedNote.objects.exists() == (status == 200)


def test_no_page_sets_a_cookie_varies_by_one_or_is_kept(
    client: Client, as_: Any, consultant: User
) -> None:
    browsers = [client, as_(consultant)]
    n_sessions, n_entries = Session.objects.count(), AuditEntry.objects.count()
    for browser in browsers:
        page = walk(browser, what="A")
        for answer in (browser.get("/tell/"), browser.get("/es/tell/"), page, send(browser, page)):
            assert not answer.cookies
            assert "cookie" not in answer.get("Vary", "").lower()
            assert "no-store" in answer["Cache-Control"]
    assert Session.objects.count() == n_sessions
    assert AuditEntry.objects.count() == n_entries


def test_pages_ask_the_database_nothing_and_sending_once(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        client.get("/tell/")
        page = walk(client, what="A")
    with django_assert_num_queries(1):
        send(client, page)


def test_the_front_page_and_the_surveys_thanks_lead_here(client: Client, lead: User) -> None:
    polled = polls.open_survey(by=lead, slug="open-link", sample=SampleKind.OPT_IN)
    assert 'href="/tell/"' in text(client.get("/"))
    assert 'href="/es/tell/"' in text(client.get("/es/"))
    address = f"/survey/{polled.slug}/questions/"
    thanks = client.post(address, filled(client.get(address), feel_safe="1"))
    assert 'href="/tell/"' in text(thanks)


def test_a_step_is_light(client: Client) -> None:
    assert len(walk(client, what="A").content) < 12_000


def test_the_week_is_not_over_before_monday(client: Client) -> None:
    story_factories.tell()
    assert not actions.has_notes_to_open()
    assert actions.open_notes() == 0
    with story_factories.next_week():
        assert actions.has_notes_to_open()
        assert actions.open_notes() == 1
