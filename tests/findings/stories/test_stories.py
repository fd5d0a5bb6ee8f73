"""Tests of the team's work on stories: recorded readings, the working copy, and states."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.citable.records import Stale
from clayton_review.figures import Audience, Scope, compute
from clayton_review.jobs.models import Job
from clayton_review.jobs.tasks import run
from clayton_review.refusals import Refused
from clayton_review.vault.crypto import Unreadable, VaultError
from clayton_review.vault.models import SealedField
from findings.coding.actions.code_book import define_code, retire_code
from findings.coding.inputs import CodeInput
from findings.coding.models.codes import Code
from findings.stories.actions.sealed_notes import open_notes
from findings.stories.actions.stories import (
    WorkingCopy,
    change_story_state,
    read_contact,
    read_story,
    save_working_copy,
)
from findings.stories.models import (
    SealedNote,
    Story,
    StoryAsideReason,
    StoryState,
    TalkRequest,
    TalkState,
)
from findings.stories.tasks import look_for_notes
from findings.stories.worklist import story_heading
from surveys.answers.actions.opening import this_week
from tests.findings import story_factories
from tests.findings.pages import notices

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
As = Callable[[User], Client]


@pytest.mark.parametrize("week", [date(2019, 1, 7), date(2018, 12, 31)])
def test_a_story_has_the_same_title_on_its_page_and_in_lists(week: date) -> None:
    story = story_factories.a_story()
    Story.objects.update(week=week)
    heading = (
        Story.objects.annotate(heading=story_heading()).values_list("heading", flat=True).get()
    )
    day = {7: "January 7, 2019", 31: "December 31, 2018"}[week.day]
    story.refresh_from_db()
    assert heading == str(story) == f"Story from the week of {day} ({story.reference})"


def work_form(story: Story, **typed: Any) -> dict[str, Any]:
    return {"revision": story.revision, "copy": "A", "memo": "", **typed}


def test_opening_a_story_shows_it_and_records_who_read_it_without_its_words(
    as_: As, consultant: User
) -> None:
    story = story_factories.a_story(what="Nobody told me. <i>", wish="Tell us.")
    page = story_factories.text(as_(consultant).get(story.get_absolute_url()))
    assert "Nobody told me. &lt;i&gt;" in page
    assert "Tell us." in page
    story.refresh_from_db()
    assert story.state == StoryState.READ
    readings = AuditEntry.objects.filter(verb="read", who=consultant.email)
    assert [entry.reason for entry in readings] == ["Reads a resident’s story"]
    assert not AuditEntry.objects.filter(payload__contains="Nobody told me").exists()


def test_the_words_stand_nowhere_in_the_database_readable(consultant: User) -> None:
    story_factories.a_story(what="zqwordsqz")
    field = SealedField.objects.get()
    assert b"zqwordsqz" not in bytes(field.sealed)


def test_a_wrong_key_and_a_moved_text_fail_closed(consultant: User, settings: Any) -> None:
    story, other = story_factories.a_story(what="One"), story_factories.a_story(what="Other")
    fields = {row.data_key.row: row for row in SealedField.objects.select_related("data_key")}
    moved = fields[str(other.pk)]
    moved.sealed = fields[str(story.pk)].sealed
    moved.save()
    with pytest.raises(Unreadable):
        read_story(story=other, by=consultant)
    settings.VAULT_KEYS = "development:" + "A" * 43 + "="
    with pytest.raises(VaultError):
        read_story(story=story, by=consultant)


def test_the_working_copy_gets_codes_and_leaves_the_original(as_: As, consultant: User) -> None:
    story = story_factories.a_story(what="He knew my name.")
    browser = as_(consultant)
    page = browser.get(story.get_absolute_url())
    assert "He knew my name.</textarea>" in story_factories.text(page)
    story.refresh_from_db()
    typed = work_form(story, copy="He knew ((my name)). #trust #New-code", memo="Known by name.")
    assert browser.post(story.get_absolute_url(), typed).status_code == 302
    story.refresh_from_db()
    assert sorted(str(code) for code in story.codes.all()) == ["#new-code", "#trust"]
    original, work = read_story(story=story, by=consultant)
    assert original.what == "He knew my name."
    assert work == WorkingCopy("He knew ((my name)). #trust #New-code", "Known by name.")
    assert "He knew […]." in story_factories.text(browser.get(story.get_absolute_url()))
    entry = AuditEntry.objects.get(verb="worked on a story")
    assert "name" not in entry.payload


def test_a_stale_form_shows_both_texts_and_the_next_save_replaces(
    as_: As, consultant: User, second_consultant: User
) -> None:
    story = story_factories.a_story()
    read_story(story=story, by=consultant)
    old = work_form(story, copy="Mine")
    save_working_copy(
        story=story,
        revision=story.revision,
        working_copy=WorkingCopy("Theirs"),
        by=second_consultant,
    )
    refused = as_(consultant).post(story.get_absolute_url(), old)
    assert refused.status_code == 422
    assert "Mine</textarea>" in story_factories.text(refused)
    assert "Theirs" in story_factories.text(refused)
    revision = Story.objects.get().revision
    assert f'name="revision" value="{revision}"' in story_factories.text(refused)


@pytest.mark.parametrize("bad", ["a\0b", "x" * 40_001])
def test_a_copy_that_cannot_be_kept_is_explained_and_stays(
    as_: As, consultant: User, bad: str
) -> None:
    story = story_factories.a_story()
    read_story(story=story, by=consultant)
    page = as_(consultant).post(story.get_absolute_url(), work_form(story, copy=bad))
    assert page.status_code == 422
    assert "Error:" in story_factories.text(page)


def test_setting_aside_needs_a_reason_and_can_be_undone(as_: As, consultant: User) -> None:
    story = story_factories.a_story()
    read_story(story=story, by=consultant)
    browser, address = as_(consultant), f"{story.get_absolute_url()}move/"
    sent = {"revision": story.revision, "to": "aside"}
    refused = browser.post(address, sent)
    assert refused.status_code == 422
    assert "Choose one." in story_factories.text(refused)
    assert notices(browser.post(address, {**sent, "reason": "spam"})) == [
        "The story was set aside."
    ]
    story.refresh_from_db()
    assert (story.state, story.aside_reason) == ("aside", "spam")
    again = browser.post(address, {"revision": story.revision, "to": "read"})
    assert notices(again)[-1] == "The story is now marked as read."
    story.refresh_from_db()
    assert (story.state, story.aside_reason) == ("read", "")


@pytest.mark.parametrize("to", ["new", "asked", "nonsense", "", "read\0"])
def test_a_new_story_takes_no_other_step_than_being_read(consultant: User, to: str) -> None:
    story = story_factories.a_story()
    with pytest.raises(Refused):
        change_story_state(story=story, revision=story.revision, to=to, by=consultant)


def test_a_story_moved_meanwhile_is_refused(consultant: User) -> None:
    story = story_factories.a_story()
    read_story(story=story, by=consultant)
    with pytest.raises(Stale):
        change_story_state(story=story, revision=1, to="asked", by=consultant)


def test_only_the_team_reads(board_member: User, monkeypatch: pytest.MonkeyPatch) -> None:
    story, talk = story_factories.a_story(), story_factories.a_request()
    with pytest.raises(Refused):
        read_story(story=story, by=board_member)
    with pytest.raises(Refused):
        read_contact(talk=talk, by=board_member, reason="To arrange a talk")
    assert not Story.objects.visible_to(board_member).exists()
    assert not TalkRequest.objects.visible_to(board_member).exists()
    # Sabotage: without the permission check the words would be shown.
    monkeypatch.setattr("findings.stories.actions.stories.check_reads_stories", lambda by: None)
    assert read_story(story=story, by=board_member)[0].what


def test_a_request_shows_its_contact_once_with_a_recorded_reason(as_: As, consultant: User) -> None:
    talk = story_factories.a_request(name="Rosa", reach="314-555-0100", accommodation="No stairs")
    browser = as_(consultant)
    assert "Rosa" not in story_factories.text(browser.get(talk.get_absolute_url()))
    assert browser.post(talk.get_absolute_url(), {"reason": "so"}).status_code == 422
    page = browser.post(talk.get_absolute_url(), {"reason": "To arrange a talk"})
    for words in ("Rosa", "314-555-0100", "No stairs"):
        assert words in story_factories.text(page)
    assert AuditEntry.objects.get(verb="read").reason == "To arrange a talk"
    assert "no-store" in page["Cache-Control"]


def test_a_request_goes_from_new_to_a_participant(as_: As, consultant: User) -> None:
    talk, browser = story_factories.a_request(), as_(consultant)
    address = f"{talk.get_absolute_url()}move/"
    assert browser.post(address, {"revision": 1, "to": "taken"}).status_code == 422
    assert "Close without a talk" in story_factories.text(browser.get(talk.get_absolute_url()))
    called = browser.post(address, {"revision": 1, "to": "contacted"})
    assert notices(called) == ["The request is now marked as contacted."]
    page = story_factories.text(browser.get(talk.get_absolute_url()))
    assert "/participants/new/" in page
    assert "They became a participant" in page
    assert browser.post(address, {"revision": 1, "to": "taken"}).status_code == 422
    joined = browser.post(address, {"revision": 2, "to": "taken"})
    assert notices(joined) == ["The request was closed. They are now a participant."]
    talk.refresh_from_db()
    assert talk.state == TalkState.TAKEN


def test_the_worker_opens_a_week_once_it_is_over() -> None:
    openings = Job.objects.filter(name="findings.open_notes")
    story_factories.tell()
    look_for_notes()
    assert not openings.exists()
    with story_factories.next_week():
        look_for_notes()
        (job,) = openings
        run(str(job.pk))
        look_for_notes()
    assert openings.get() == job
    assert Story.objects.count() == 1
    assert not SealedNote.objects.exists()


def test_each_story_has_its_week_and_those_of_this_week_stay_locked() -> None:
    now = clock.now()
    for n_weeks in (2, 2, 1, 0):
        with clock.at(now - n_weeks * story_factories.WEEK):
            story_factories.tell()
    assert open_notes() == 3
    weeks = sorted(Story.objects.values_list("week", flat=True))
    assert weeks[0] == weeks[1] == weeks[2] - story_factories.WEEK
    waiting = SealedNote.objects.get()
    assert (waiting.week, waiting.is_set_aside) == (this_week(), False)


def test_the_lists_tell_what_waits_filter_and_hand_out_no_words(as_: As, consultant: User) -> None:
    browser = as_(consultant)
    assert "No stories yet" in story_factories.text(browser.get("/stories/"))
    assert "No requests yet" in story_factories.text(browser.get("/talks/"))
    story_factories.a_story(language="es")
    story_factories.a_request()
    counted = set()
    for n_rows in (1, 30):
        while Story.objects.count() < n_rows:
            story = story_factories.a_story(what="zqwordsqz")
            story_factories.a_request()
        with CaptureQueriesContext(connection) as asked:
            page, talks = browser.get("/stories/"), browser.get("/talks/")
        counted.add(len(asked))
    assert len(counted) == 1
    assert max(counted) <= 17, counted
    assert "30 new stories to read" in story_factories.text(page)
    assert "30 people are waiting" in story_factories.text(talks)
    assert "1 result" in story_factories.text(browser.get("/stories/?language=es"))
    week = story.week.isoformat()
    assert "30 results" in story_factories.text(browser.get(f"/stories/?week={week}"))
    assert "No matches" in story_factories.text(browser.get("/stories/?state=asked"))
    assert "zqwordsqz" not in story_factories.text(browser.get("/stories/?format=csv"))


def test_the_count_leaves_the_team_in_steps_of_five_and_is_no_survey(consultant: User) -> None:
    story = [story_factories.a_story() for _ in range(7)]
    spam = story[0]
    read_story(story=spam, by=consultant)
    change_story_state(
        story=spam, revision=spam.revision, to="aside", reason=StoryAsideReason.SPAM, by=consultant
    )
    figures = {
        audience: compute("findings.stories", Scope(clock.now(), audience)) for audience in Audience
    }
    assert figures[Audience.TEAM].value == "6"
    received = "We have received 7 stories: 6 counted, 1 set aside"
    assert figures[Audience.TEAM].title == received
    assert figures[Audience.PUBLIC].title == "We have received 5 or more stories"
    assert figures[Audience.BOARD].value == figures[Audience.PUBLIC].value == "5"
    assert len(figures[Audience.PUBLIC].table.rows) == 1
    assert figures[Audience.PUBLIC].evidence_url == ""
    assert all("not a survey" in figure.sentence for figure in figures.values())
    few = compute("findings.stories", Scope(clock.now() - story_factories.WEEK, Audience.PUBLIC))
    assert few.title.startswith("Fewer than five")
    assert (few.value, few.table.rows) == (None, (("All", None),))
    before = compute("findings.stories", Scope(clock.now() - story_factories.WEEK, Audience.TEAM))
    assert before.value == "0"


WRONG = [
    ("note_week_is_a_monday", lambda s: SealedNote.objects.create(
        id=s.pk, week=s.week + DAY, ciphertext=b"")),
    ("story_week_is_a_monday", lambda s: change(s, week=s.week + DAY)),
    ("story_part_is_known", lambda s: change(s, part="cop")),
    ("story_age_is_known", lambda s: change(s, age="17")),
    ("story_language_is_known", lambda s: change(s, language="fr")),
    ("story_state_is_known", lambda s: change(s, state="gone")),
    ("story_set_aside_has_its_reason", lambda s: change(s, state="aside")),
    ("story_set_aside_has_its_reason", lambda s: change(s, aside_reason="spam")),
    ("talk_language_is_known", lambda s: TalkRequest.objects.create(language="fr")),
    ("talk_state_is_known", lambda s: TalkRequest.objects.create(language="en", state="gone")),
]  # fmt: skip


def change(story: Story, **values: Any) -> None:
    Story.objects.filter(pk=story.pk).update(**values)


@pytest.mark.parametrize(("constraint", "act"), WRONG)
def test_the_database_refuses(constraint: str, act: Callable[[Story], object]) -> None:
    story = story_factories.a_story()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        act(story)


def test_typed_paths_in_a_working_copy_become_codes_below_each_other(consultant: User) -> None:
    story = story_factories.a_story()
    read_story(story=story, by=consultant)
    define_code(record_id=uuid.uuid4(), values=CodeInput("gone"), by=consultant)
    retire_code(code=Code.objects.get(), revision=1, reason="Too wide.", by=consultant)
    copy = f"He shouted. #training/force #gone #{'a' * 40}/{'b' * 40}"
    story.refresh_from_db()
    save_working_copy(
        story=story, revision=story.revision, working_copy=WorkingCopy(copy), by=consultant
    )
    names = sorted(code.name for code in story.codes.all())
    assert names == ["b" * 40, "force"]
    assert Code.objects.get(name="force").parent == Code.objects.get(name="training")


def test_a_code_retired_meanwhile_stays_on_the_story_while_it_is_typed(consultant: User) -> None:
    story = story_factories.a_story()
    read_story(story=story, by=consultant)

    def save(copy: str) -> list[str]:
        story.refresh_from_db()
        save_working_copy(
            story=story, revision=story.revision, working_copy=WorkingCopy(copy), by=consultant
        )
        return sorted(code.name for code in story.codes.all())

    assert save("He shouted. #gone #trust") == ["gone", "trust"]
    retire_code(code=Code.objects.get(name="gone"), revision=1, reason="Wide.", by=consultant)
    assert save("He shouted loudly. #gone #trust") == ["gone", "trust"]
    assert save("He shouted loudly. #trust") == ["trust"]
    assert save("He shouted loudly. #gone #trust") == ["trust"]
