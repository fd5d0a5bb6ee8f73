"""Reading stories and requests to talk, working on a copy, and moving them on.

Every reading is recorded by the vault before the words are shown; no words are in the record.
"""

import json
from dataclasses import asdict, dataclass

from django.db import transaction

from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.citable.records import Stale
from clayton_review.refusals import Refused
from clayton_review.vault import actions as vault
from findings.coding import notation
from findings.coding.models.codes import Code
from findings.stories.actions.sealed_notes import CONTACT, STORY_TABLE, TALK_TABLE, TOLD, WORK
from findings.stories.models import Story, StoryState, TalkRequest
from findings.stories.policies import check_reads_stories, check_story_move, check_talk_move


@dataclass(frozen=True)
class Told:
    """A story in its teller's own words."""

    what: str
    when: str = ""
    where: str = ""
    wish: str = ""


@dataclass(frozen=True)
class Work:
    """The team's working copy, in the notation of interviews, and its memo."""

    copy: str = ""
    memo: str = ""


@dataclass(frozen=True)
class Contact:
    """How to reach somebody who wants to talk."""

    name: str
    reach: str
    best_time: str = ""
    accommodation: str = ""
    language: str = ""


def read_story(*, story: Story, by: User) -> tuple[Told, Work]:
    """The words and the working copy; the reading is recorded, a new story is read from now on."""
    check_reads_stories(by)
    told = _read(STORY_TABLE, story, TOLD, by, "Reads a resident’s story")
    held = vault.has_field(table=STORY_TABLE, row=story.pk, field=WORK)
    work = _read(STORY_TABLE, story, WORK, by, "Reads its working copy") if held else {}
    if story.state == StoryState.NEW:
        _mark_read(story, by)
    return Told(**told), Work(**work)


def work_on_story(*, story: Story, revision: int, work: Work, by: User) -> Story:
    """Save the working copy and the memo in the vault; codes typed in the copy lie on the story.

    The original stays untouched. Raises `Stale` on an outdated revision.
    """
    check_reads_stories(by)
    names = notation.parse(work.copy).codes
    with transaction.atomic():
        row = _locked(story, revision)
        text = json.dumps(asdict(work), ensure_ascii=False)
        vault.seal_field(table=STORY_TABLE, row=row.pk, field=WORK, text=text, by=by)
        row.codes.set(
            Code.objects.get_or_create(name=name, defaults={"recorded_by": by})[0] for name in names
        )
        row.revision += 1
        row.save()
        record(by=by, verb="worked on a story", obj=row, codes=list(names))
    return row


def move_story(*, story: Story, revision: int, to: str, by: User, reason: str = "") -> Story:
    """Take a story to its next state; setting aside needs a reason and can be undone."""
    check_reads_stories(by)
    with transaction.atomic():
        row = _locked(story, revision)
        check_story_move(row, to, reason)
        row.state, row.aside_reason = to, reason if to == StoryState.ASIDE else ""
        row.revision += 1
        row.save()
        record(by=by, verb="moved a story", obj=row, to=to, aside=row.aside_reason)
    return row


def read_contact(*, talk: TalkRequest, by: User, reason: str) -> Contact:
    """How to reach a person, with a reason; the vault records the reading before it answers."""
    check_reads_stories(by)
    if len(reason.strip()) < 10:
        raise Refused("Say briefly why you need it. The reason is recorded.")
    return Contact(**_read(TALK_TABLE, talk, CONTACT, by, reason))


def move_talk(*, talk: TalkRequest, revision: int, to: str, by: User) -> TalkRequest:
    """Take a request to its next state."""
    check_reads_stories(by)
    with transaction.atomic():
        row = TalkRequest.objects.select_for_update().get(pk=talk.pk)
        if row.revision != revision:
            raise Stale
        check_talk_move(row, to)
        row.state, row.revision = to, row.revision + 1
        row.save()
        record(by=by, verb="moved a request to talk", obj=row, to=to)
    return row


def _mark_read(story: Story, by: User) -> None:
    with transaction.atomic():
        row = Story.objects.select_for_update().get(pk=story.pk)
        if row.state == StoryState.NEW:
            row.state, row.revision = StoryState.READ, row.revision + 1
            row.save()
            record(by=by, verb="read a story first", obj=row)
        story.state, story.revision = row.state, row.revision


def _locked(story: Story, revision: int) -> Story:
    row = Story.objects.select_for_update().get(pk=story.pk)
    if row.revision != revision:
        raise Stale
    return row


def _read(
    table: str, row: Story | TalkRequest, field: str, by: User, reason: str
) -> dict[str, str]:
    text = vault.read_field(table=table, row=row.pk, field=field, by=by, reason=reason)
    found: dict[str, str] = json.loads(text)
    return found
