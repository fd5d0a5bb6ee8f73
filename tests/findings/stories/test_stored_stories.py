"""Tests of what steps of stories and requests store, and of one only."""

import json
from typing import Any

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.citable.records import Stale
from clayton_review.jobs.models import Job
from findings.stories.actions import sealed_notes
from findings.stories.actions.given_up import give_up_notes
from findings.stories.actions.sealed_notes import SWEEP_JOB, open_notes
from findings.stories.actions.stories import (
    StoryText,
    WorkingCopy,
    change_story_state,
    change_talk_state,
    read_story,
    save_working_copy,
)
from findings.stories.models import NoteLoss, SealedNote, Story, TalkRequest
from surveys.answers import sealing
from tests.findings import story_factories as stories

pytestmark = pytest.mark.django_db
STORY = {"what": "x", "part": "mine", "age": "adult", "language": "en"}


def payloads(verb: str) -> list[dict[str, object]]:
    return [json.loads(a.payload) for a in AuditEntry.objects.filter(verb=verb).order_by("id")]


@pytest.fixture
def story() -> Story:
    return stories.a_story(text="An officer helped me.", when="In May", wish="More of it")


@pytest.fixture
def other() -> Story:
    return stories.a_story(text="Another one.")


def test_reading_marks_a_new_story_once(story: Story, other: Story, consultant: User) -> None:
    text, copy = read_story(story=story, by=consultant)
    assert text == StoryText("An officer helped me.", "In May", "", "More of it")
    assert copy == WorkingCopy()
    assert (story.state, story.revision) == ("read", 2)
    read_story(story=story, by=consultant)
    stored = Story.objects.get(pk=story.pk)
    assert (stored.state, stored.revision, stored.n_words) == ("read", 2, 4)
    assert AuditEntry.objects.filter(verb="opened a new story").count() == 1
    other.refresh_from_db()
    assert (other.state, other.revision) == ("new", 1)


def test_a_working_copy_is_stored_with_its_codes(
    story: Story, other: Story, consultant: User
) -> None:
    save_working_copy(
        story=other, revision=1, working_copy=WorkingCopy("Apart. #apart"), by=consultant
    )
    texts = ("> Helped. #care/tone", "> Helped. #tone #time")
    for n, text in enumerate(texts, start=1):
        words = WorkingCopy(text, f"Memo {n}")
        save_working_copy(story=story, revision=n, working_copy=words, by=consultant)
        assert Story.objects.get(pk=story.pk).revision == n + 1
    assert {code.name for code in story.codes.all()} == {"tone", "time"}
    assert read_story(story=story, by=consultant)[1] == words
    with pytest.raises(Stale):
        save_working_copy(story=story, revision=1, working_copy=WorkingCopy(), by=consultant)
    assert {code.name for code in Story.objects.get(pk=other.pk).codes.all()} == {"apart"}
    assert [act["codes"] for act in payloads("worked on a story")] == [
        ["apart"], ["care/tone"], ["tone", "time"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "states"),
    [
        ([("read", "")], [("read", "")]),
        ([("read", ""), ("aside", "spam")], [("read", ""), ("aside", "spam")]),
        (
            [("read", "spam"), ("asked", "spam"), ("aside", "threat"), ("read", "threat")],
            [("read", ""), ("asked", ""), ("aside", "threat"), ("read", "")],
        ),
    ],
)
def test_a_state_is_stored_with_the_reason_to_set_it_aside(
    story: Story,
    other: Story,
    consultant: User,
    steps: list[tuple[str, str]],
    states: list[tuple[str, str]],
) -> None:
    for n, ((to, reason), expected) in enumerate(zip(steps, states, strict=True), start=1):
        change_story_state(story=story, revision=n, to=to, reason=reason, by=consultant)
        stored = Story.objects.get(pk=story.pk)
        assert (stored.state, stored.aside_reason, stored.revision) == (*expected, n + 1)
    acts = [(act["to"], act["aside"]) for act in payloads("moved a story")]
    assert acts == states
    other.refresh_from_db()
    assert (other.state, other.revision) == ("new", 1)
    with pytest.raises(Stale):
        change_story_state(story=story, revision=1, to="read", by=consultant)


def test_a_request_to_talk_moves_alone(consultant: User) -> None:
    talk, other = stories.a_request(), stories.a_request(name="Ana")
    for n, to in enumerate(("contacted", "ended", "contacted", "taken"), start=1):
        change_talk_state(talk=talk, revision=n, to=to, by=consultant)
        stored = TalkRequest.objects.get(pk=talk.pk)
        assert (stored.state, stored.revision) == (to, n + 1)
    with pytest.raises(Stale):
        change_talk_state(talk=talk, revision=1, to="contacted", by=consultant)
    other.refresh_from_db()
    assert (other.state, other.revision) == ("new", 1)
    assert [act["to"] for act in payloads("moved a request to talk")] == [
        "contacted", "ended", "contacted", "taken",
    ]  # fmt: skip


def test_only_notes_that_were_set_aside_are_given_up(settings: Any, lead: User) -> None:
    stories.tell("Lost for good.")
    stories.ask_to_talk()
    settings.SURVEY_SEALING_KEY, settings.SURVEY_OPENING_KEY = sealing.fresh_key_pair()
    with stories.next_week():
        open_notes()
        stories.tell("Of this week.")
        Job.objects.all().delete()
        assert give_up_notes(reason="The key is lost.", by=lead).n == 2
    [loss] = NoteLoss.objects.all()
    assert (loss.n, loss.reason) == (2, "The key is lost.")
    [note] = SealedNote.objects.all()
    assert not note.is_set_aside
    assert Job.objects.filter(name=SWEEP_JOB).exists()
    assert payloads("gave up locked stories") == [{"n": 2}]


@pytest.mark.parametrize(
    ("content", "is_opened"),
    [
        ({"kind": "talk", "words": {"name": "Ana", "reach": "1"}}, True),
        ({"kind": "story", "words": STORY}, True),
        ({"kind": "story", "words": {"what": "x", "part": "mine", "age": "adult"}}, False),
        ({"kind": "other", "words": STORY}, False),
        ({"kind": "talk", "words": ["Ana"]}, False),
        ({"kind": "talk"}, False),
        ({"words": {"name": "Ana"}}, False),
    ],
)
def test_a_note_that_is_neither_story_nor_request_is_set_aside(
    content: dict[str, Any], is_opened: bool
) -> None:
    stories.tell()
    [note] = SealedNote.objects.all()
    with stories.next_week():
        SealedNote.objects.filter(pk=note.pk).update(
            ciphertext=sealing.seal(
                content, n_bytes=sealed_notes.NOTE_BYTES, survey_id=sealed_notes.SEAL_PURPOSE,
                box_id=note.pk,
            )
        )  # fmt: skip
        assert open_notes() == is_opened
    assert Story.objects.count() + TalkRequest.objects.count() == is_opened
    assert list(SealedNote.objects.values_list("is_set_aside", flat=True)) == (
        [] if is_opened else [True]
    )


@pytest.mark.parametrize(
    ("weeks", "is_set_aside", "is_readable", "is_to_open"),
    [
        (0, False, True, False),
        (1, False, True, True),
        (1, False, False, True),
        (1, True, False, False),
        (1, True, True, True),
        (0, True, True, False),
    ],
)
def test_notes_are_opened_once_their_week_is_over_and_one_may_be_read(
    settings: Any, weeks: int, is_set_aside: bool, is_readable: bool, is_to_open: bool
) -> None:
    stories.tell()
    if not is_readable:
        settings.SURVEY_SEALING_KEY, settings.SURVEY_OPENING_KEY = sealing.fresh_key_pair()
    SealedNote.objects.update(is_set_aside=is_set_aside)
    with clock.at(clock.now() + weeks * stories.WEEK):
        assert sealed_notes.has_notes_to_open() == is_to_open
