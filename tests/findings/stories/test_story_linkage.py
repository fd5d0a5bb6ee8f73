"""Tests that nobody can link forty stories with the requests to talk of the same people."""

import json
import random
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.vault import actions as vault
from clayton_review.web import busy_networks
from findings.stories.actions import sealed_notes as actions
from findings.stories.actions.sealed_notes import (
    CONTACT_DETAILS,
    STORY_TABLE,
    STORY_TEXT,
    TALK_TABLE,
)
from findings.stories.forms.story_fields import STORY_FIELDS
from findings.stories.models import SealedNote, Story, TalkRequest
from findings.stories.views import story_form
from surveys.answers import sealing
from surveys.answers.actions.opening import this_week
from surveys.answers.views import survey_pages
from tests.database_roles import as_superuser
from tests.findings import story_factories
from tests.findings.stories import linkage
from tests.findings.story_factories import ASK, FORM, carried
from tests.surveys.linkage import Guesses, Row, Verdict, give_back_space

CAR = "\N{POLICE CAR}"  # 4 bytes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
Caplog = pytest.LogCaptureFixture
Patch = pytest.MonkeyPatch
N = 40


@pytest.fixture(autouse=True)
def _no_wait(monkeypatch: Patch) -> None:
    monkeypatch.setattr(busy_networks, "N_WITHOUT_WAIT", 10_000)


def visit(words: str, name: str) -> dict[str, str]:
    """Send one person's story and then their request; return the cookies that were set."""
    browser = Client()
    sent = {**carried(browser.get(FORM)), "page": "5", "what": words, "move": "send"}
    assert "We received your story" in browser.post(FORM, sent).content.decode()
    asked = {**carried(browser.get(ASK)), "name": name, "reach": "314-555-0100", "move": "send"}
    assert "in touch" in browser.post(ASK, asked).content.decode()
    return {key: morsel.value for key, morsel in browser.cookies.items()}


def attacked(lead: User, caplog: Caplog, meanwhile: Callable[[], object] = int) -> Verdict:
    """Let everybody write within one week, open the notes, and try every link."""
    caplog.set_level("INFO")
    give_back_space(linkage.TABLES)
    truth: Guesses = {}
    cookies: Guesses = {}
    for number in random.SystemRandom().sample(range(N), N):
        words, name = f"words-{uuid4()}", f"name-{number}-{uuid4()}"
        if visit(words, name):
            cookies[name] = words
        truth[name] = words
        meanwhile()
    with story_factories.next_week():
        actions.open_notes()
    assert not SealedNote.objects.exists()
    log = [record.getMessage() for record in caplog.records]
    return linkage.attack(opened=opened(lead), truth=truth, log=log, cookies=cookies)


def opened(lead: User) -> dict[str, Row]:
    """Return the content of the vault by the id of its record."""
    rows_by_key: dict[str, Row] = {}
    for model, table, field in (
        (Story, STORY_TABLE, STORY_TEXT),
        (TalkRequest, TALK_TABLE, CONTACT_DETAILS),
    ):
        keys: list[Any] = list(model._default_manager.values_list("pk", flat=True))
        random.SystemRandom().shuffle(keys)  # the attacker's own reading leaves no order
        for key in keys:
            value = vault.read_field(
                table=table, row=key, field=field, by=lead, reason="the attack"
            )
            rows_by_key[str(key)] = json.loads(value)
    return rows_by_key


def test_links_within_a_week_are_no_better_than_guessing(lead: User, caplog: Caplog) -> None:
    verdict = attacked(lead, caplog)
    assert verdict.n == N
    assert verdict.n_attacks > 10
    assert not verdict.is_broken, verdict


def no_shuffle(patch: Patch) -> None:
    patch.setattr(actions, "shuffled", list)


def the_time_of_sending(patch: Patch) -> None:
    plain = story_form._texts_to_send
    patch.setattr(
        story_form,
        "_texts_to_send",
        lambda filled, kind: plain(filled, kind) | {"sent": str(time.time())},
    )


def an_id_of_the_visit(patch: Patch) -> None:
    plain, known = story_form._texts_to_send, {"visit": ""}

    def with_visit(filled: Any, kind: str) -> dict[str, str]:
        if kind == actions.STORY:
            known["visit"] = uuid4().hex
        return {**plain(filled, kind), "visit": known["visit"]}

    patch.setattr(story_form, "_texts_to_send", with_visit)


def a_cookie(patch: Patch) -> None:
    plain = survey_pages.page_response

    def with_cookie(html: str, status: int = 200) -> HttpResponse:
        response = plain(html, status)
        response.set_cookie("visitor", uuid4().hex)
        return response

    patch.setattr(survey_pages, "page_response", with_cookie)


@pytest.mark.parametrize(
    "sabotage",
    [
        no_shuffle,
        *(
            pytest.param(sabotage, marks=pytest.mark.soak)
            for sabotage in (the_time_of_sending, an_id_of_the_visit, a_cookie)
        ),
    ],
)
def test_the_attack_finds_the_links_after(
    sabotage: Callable[[Patch], None], lead: User, caplog: Caplog, monkeypatch: Patch
) -> None:
    sabotage(monkeypatch)
    verdict = attacked(lead, caplog)
    assert verdict.is_broken, verdict
    assert verdict.n_hits == N, verdict


@pytest.mark.soak
def test_the_attack_finds_the_links_when_notes_are_opened_as_they_come(
    lead: User, caplog: Caplog, monkeypatch: Patch
) -> None:
    monday = this_week()
    monkeypatch.setattr(actions, "this_week", lambda: monday)

    def open_at_once() -> None:
        monkeypatch.setattr(actions, "this_week", lambda: monday + story_factories.WEEK)
        actions.open_notes()
        monkeypatch.setattr(actions, "this_week", lambda: monday)

    verdict = attacked(lead, caplog, open_at_once)
    assert verdict.is_broken, verdict


def test_no_column_counts_orders_or_times_rows_more_finely_than_the_week() -> None:
    assert linkage.revealing_columns() == []


@pytest.mark.parametrize(
    ("table", "column", "kind"),
    [
        ("findings_story", "number", "bigserial"),
        ("findings_sealednote", "created_at", "timestamptz"),
        ("findings_talkrequest", "week", "date"),
        ("findings_story", "address", "inet"),
    ],
)
def test_a_revealing_column_is_found(table: str, column: str, kind: str) -> None:
    with as_superuser() as cursor:
        cursor.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
        try:
            assert linkage.revealing_columns() == [f"{table}.{column}"]
        finally:
            cursor.execute(f"ALTER TABLE {table} DROP COLUMN {column}")


def test_waiting_notes_look_alike_and_open_with_the_workers_key_alone(settings: Any) -> None:
    longest = {field.name: CAR * field.max_length for field in STORY_FIELDS}
    story_factories.tell(longest.pop("what"), **longest)
    story_factories.tell("No.")
    story_factories.ask_to_talk()
    sizes = {len(bytes(note.ciphertext)) for note in SealedNote.objects.all()}
    assert len(sizes) == 1
    settings.SURVEY_OPENING_KEY = ""
    with (
        clock.at(clock.now() + story_factories.WEEK),
        pytest.raises(sealing.KeyUnusable),
    ):
        actions.open_notes()
    assert SealedNote.objects.count() == 3
    assert not Story.objects.exists()
