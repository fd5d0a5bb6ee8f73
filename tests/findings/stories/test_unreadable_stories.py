"""Stories that no key opens are set aside, counted, shown to a lead, and opened or given up."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.jobs.models import Job
from clayton_review.refusals import Refused
from findings.stories import tasks
from findings.stories.actions.given_up import give_up_notes
from findings.stories.actions.sealed_notes import OPENING_JOB, SWEEP_JOB, open_notes
from findings.stories.models import NoteLoss, SealedNote, Story, TalkRequest
from surveys.answers import sealing
from surveys.answers.actions.opening import this_week
from tests.findings import story_factories as stories

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
GIVE_UP = "/stories/give-up/"


def set_two_aside(settings: Any) -> str:
    """Open a week with a readable story, and a story and a request whose key is lost; return it."""
    lost = str(settings.SURVEY_OPENING_KEY)
    stories.tell("Lost for now.")
    stories.ask_to_talk()
    settings.SURVEY_SEALING_KEY, settings.SURVEY_OPENING_KEY = sealing.fresh_key_pair()
    stories.tell("Readable.")
    with stories.next_week():
        assert open_notes() == 1
    return lost


def is_requested() -> bool:
    with stories.next_week():
        tasks.look_for_notes()
    return Job.objects.filter(name=OPENING_JOB).exists()


def test_they_are_set_aside_and_looked_for_in_vain(settings: Any) -> None:
    set_two_aside(settings)
    assert SealedNote.objects.filter(is_set_aside=True).count() == 2
    Job.objects.all().delete()
    assert not is_requested()
    Job.objects.filter(name=SWEEP_JOB).delete()
    with stories.next_week():
        assert open_notes() == 0
    assert not Job.objects.filter(name=SWEEP_JOB).exists()  # nothing was deleted


def test_a_story_taken_while_the_clock_ran_ahead_is_opened_with_those_of_this_week() -> None:
    with clock.at(clock.now() + timedelta(days=100)):
        stories.tell("From a week to come.")
    stories.tell("From this week.")
    tasks.look_for_notes()
    assert open_notes() == 0  # this week is not over
    assert is_requested()
    with stories.next_week():
        assert open_notes() == 2
    assert {story.week for story in Story.objects.all()} == {this_week()}


def test_they_are_opened_when_the_key_comes_back(settings: Any) -> None:
    lost = set_two_aside(settings)
    settings.SURVEY_OPENING_KEY += f",{lost}"
    assert is_requested()
    with stories.next_week():
        assert open_notes() == 2
    assert (Story.objects.count(), TalkRequest.objects.count()) == (2, 1)
    assert not SealedNote.objects.exists()
    assert not Client().get("/healthz").json()["stories_unreadable"]


def test_this_week_is_never_set_aside(settings: Any) -> None:
    set_two_aside(settings)
    with stories.next_week():
        stories.tell("Of the next week.")
        open_notes()
    assert SealedNote.objects.filter(is_set_aside=False).count() == 1


@pytest.mark.parametrize("content", ["[]", "{}", '{"kind": "story", "words": {"what": "A"}}'])
def test_a_note_without_a_story_keeps_no_other_sealed(
    content: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(sealing, "content_bytes", lambda _content: content.encode())
        stories.tell()
    stories.tell()
    with stories.next_week():
        assert open_notes() == 1
    assert SealedNote.objects.get().is_set_aside


def test_health_and_the_lead_alone_are_told(
    as_: As, lead: User, consultant: User, settings: Any
) -> None:
    assert Client().get("/healthz").json()["stories_unreadable"] is False
    set_two_aside(settings)
    assert Client().get("/healthz").json()["stories_unreadable"] is True
    start = as_(lead).get("/start/").content.decode()
    assert "Two stories or requests to talk that do not open" in start
    late = as_(lead).get("/late/").content.decode()
    assert "2 stories or requests to talk cannot be opened" in late
    assert ">Locked stories</h2>" in late
    assert ">Locked answers</h2>" not in late
    assert GIVE_UP in late
    assert "that do not open" not in as_(consultant).get("/start/").content.decode()
    assert as_(consultant).get(GIVE_UP).status_code == 403


def test_a_lead_gives_them_up_with_a_reason(
    as_: As, lead: User, consultant: User, settings: Any
) -> None:
    set_two_aside(settings)
    stories.tell("Of this week.")
    Job.objects.all().delete()
    browser = as_(lead)
    assert "Give up 2 stories or requests to talk" in browser.get(GIVE_UP).content.decode()
    assert browser.post(GIVE_UP, {"reason": " "}).status_code == 422
    page = browser.post(GIVE_UP, {"reason": "The key is lost."}, follow=True).content.decode()
    assert "Given up: 2 stories or requests to talk." in page
    assert "2 that could not be opened. Reason: The key is lost." in page
    loss = NoteLoss.objects.get()
    assert (loss.n, loss.reason) == (2, "The key is lost.")
    assert SealedNote.objects.count() == 1  # the one of this week
    assert Job.objects.filter(name=SWEEP_JOB).exists()
    entry = AuditEntry.objects.get(verb="gave up locked stories")
    assert (entry.reason, json.loads(entry.payload)["n"]) == ("The key is lost.", 2)
    assert browser.get(GIVE_UP).status_code == 404
    assert not Client().get("/healthz").json()["stories_unreadable"]


def test_nothing_is_given_up_that_may_open_or_by_others(lead: User, consultant: User) -> None:
    stories.tell()
    with pytest.raises(Refused, match="No story"):
        give_up_notes(reason="Too early.", by=lead)
    SealedNote.objects.update(is_set_aside=True)
    with pytest.raises(Refused, match="Only a lead"):
        give_up_notes(reason="Not mine.", by=consultant)
    assert SealedNote.objects.count() == 1
