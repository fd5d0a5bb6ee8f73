"""Read stories and requests to talk, edit the working copy, and change their state.

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
from findings.coding.actions.excerpts import get_or_create_codes
from findings.coding.models import notation
from findings.stories.actions.sealed_notes import (
    CONTACT_DETAILS,
    STORY_TABLE,
    STORY_TEXT,
    TALK_TABLE,
    WORKING_COPY,
)
from findings.stories.models import Story, StoryState, TalkRequest
from findings.stories.policies import (
    check_reads_stories,
    check_story_transition,
    check_talk_transition,
)


@dataclass(frozen=True)
class StoryText:
    """Story in the resident's own words."""

    what: str
    when: str = ""
    where: str = ""
    wish: str = ""


@dataclass(frozen=True)
class WorkingCopy:
    """The team's working copy of a story, in the notation of interviews, and its memo."""

    copy: str = ""
    memo: str = ""


@dataclass(frozen=True)
class ContactDetails:
    """Contact details of somebody who wants to talk."""

    name: str
    reach: str
    best_time: str = ""
    accommodation: str = ""
    language: str = ""


def read_story(*, story: Story, by: User) -> tuple[StoryText, WorkingCopy]:
    """Return the story and the working copy; the vault records the reading.

    A new story is marked as read. Raises `Refused` for people outside the team.
    """
    check_reads_stories(by)
    original = _read_from_vault(STORY_TABLE, story, STORY_TEXT, by, "Reads a resident’s story")
    has_copy = vault.has_field(table=STORY_TABLE, row=story.pk, field=WORKING_COPY)
    working_copy = (
        _read_from_vault(STORY_TABLE, story, WORKING_COPY, by, "Reads its working copy")
        if has_copy
        else {}
    )
    if story.state == StoryState.NEW:
        _mark_read(story, by)
    return StoryText(**original), WorkingCopy(**working_copy)


def save_working_copy(*, story: Story, revision: int, working_copy: WorkingCopy, by: User) -> Story:
    """Save the working copy and memo in the vault, and the codes typed in the copy.

    The original stays unchanged. A code out of use stays if the story has it. Raises `Refused` for
    people outside the team, `Stale` on an outdated revision.
    """
    check_reads_stories(by)
    paths = notation.parse(working_copy.copy).codes
    with transaction.atomic():
        row = _lock_story(story, revision)
        text = json.dumps(asdict(working_copy), ensure_ascii=False)
        vault.seal_field(table=STORY_TABLE, row=row.pk, field=WORKING_COPY, text=text, by=by)
        present = set(row.codes.values_list("pk", flat=True))
        row.codes.set(get_or_create_codes(paths, present=present, by=by))
        row.revision += 1
        row.save()
        record(by=by, verb="worked on a story", obj=row, codes=list(paths))
    return row


def change_story_state(
    *, story: Story, revision: int, to: str, by: User, reason: str = ""
) -> Story:
    """Change the state of a story; setting it aside needs a reason and can be undone.

    Raises `Refused` for people outside the team and for a step that is not allowed, `Stale` on an
    outdated revision.
    """
    check_reads_stories(by)
    with transaction.atomic():
        row = _lock_story(story, revision)
        check_story_transition(row, to, reason)
        row.state, row.aside_reason = to, reason if to == StoryState.ASIDE else ""
        row.revision += 1
        row.save()
        record(by=by, verb="moved a story", obj=row, to=to, aside=row.aside_reason)
    return row


def read_contact(*, talk: TalkRequest, by: User, reason: str) -> ContactDetails:
    """Return contact details; the vault records the reading with its reason first.

    Raises `Refused` for people outside the team and for a reason that is too short.
    """
    check_reads_stories(by)
    if len(reason.strip()) < 10:
        raise Refused("Say briefly why you need it. The reason is recorded.")
    return ContactDetails(**_read_from_vault(TALK_TABLE, talk, CONTACT_DETAILS, by, reason))


def change_talk_state(*, talk: TalkRequest, revision: int, to: str, by: User) -> TalkRequest:
    """Change the state of a request to talk.

    Raises `Refused` for people outside the team and for a step that is not allowed, `Stale` on an
    outdated revision.
    """
    check_reads_stories(by)
    with transaction.atomic():
        row = TalkRequest.objects.select_for_update().get(pk=talk.pk)
        if row.revision != revision:
            raise Stale
        check_talk_transition(row, to)
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
            record(by=by, verb="opened a new story", obj=row)
        story.state, story.revision = row.state, row.revision


def _lock_story(story: Story, revision: int) -> Story:
    row = Story.objects.select_for_update().get(pk=story.pk)
    if row.revision != revision:
        raise Stale
    return row


def _read_from_vault(
    table: str, row: Story | TalkRequest, field: str, by: User, reason: str
) -> dict[str, str]:
    text = vault.read_field(table=table, row=row.pk, field=field, by=by, reason=reason)
    values: dict[str, str] = json.loads(text)
    return values
