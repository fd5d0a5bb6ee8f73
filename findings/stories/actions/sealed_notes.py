"""Store residents' notes sealed, and open a whole week's notes together in random order.

Notes do not go straight into the vault, because its rows have a time to the second and an audit row
each: a story and the request to talk that followed it could be linked by their times. So, as with
survey answers, the web process seals them with the worker's key and cannot read them again; once
the week is over the worker opens all of them in one transaction, in random order, and only then
stores the words in the vault, under new random ids.
"""

import json
import logging
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from django.db import connection, transaction

from clayton_review.chunked_rows import in_chunks
from clayton_review.jobs.actions import request_run
from clayton_review.languages import ENGLISH
from clayton_review.vault import actions as vault
from findings.stories.models import SealedNote, Story, TalkRequest
from surveys.answers import sealing
from surveys.answers.actions.opening import fresh_id, shuffled, this_week
from surveys.answers.disk_space import register_tables
from surveys.answers.waiting_boxes import WaitingBox, register_boxes
from surveys.answers.worker_keys import IS_OPENED_SQL, check_sealing_key

logger = logging.getLogger(__name__)
STORY, TALK = "story", "talk"
OPENING_JOB = "findings.open_notes"  # its key is the Monday on which the week was over
STORY_TABLE, TALK_TABLE = "findings_story", "findings_talkrequest"
NOTES_TABLE, SWEEP_JOB = "findings_sealednote", "findings.sweep_notes"
STORY_TEXT, WORKING_COPY, CONTACT_DETAILS = "told", "work", "contact"
# Used in place of a survey's id, so that these seals can be opened for stories only.
SEAL_PURPOSE = UUID("5a0c1a52-7c39-4d0c-93a5-6a51f2f3b1de")
# The size of every sealed note, so that it shows neither its kind nor how much was written: all
# that the forms take, at 4 bytes for a character.
NOTE_BYTES = 65_536
CHUNK = 100  # notes read at once
NEEDED_FIELDS = {"part", "age", "language", "what"}  # of a story

_PUT_NOTE = f"""
    INSERT INTO findings_sealednote (id, week, ciphertext, is_set_aside)
    SELECT %s, %s, %s, false WHERE {IS_OPENED_SQL}
    ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class NoteContent:
    """One form that was sent: a story or a request to talk, by field."""

    submission_id: UUID
    kind: str
    words: dict[str, str]

    @property
    def box_id(self) -> UUID:
        """Return an id made from form and words, so that a resend is one note in any language."""
        words = {name: text for name, text in self.words.items() if name != "language"}
        content = json.dumps(words, sort_keys=True).encode()
        return uuid5(self.submission_id, self.kind + sha256(content).hexdigest())


def store_note(*, note: NoteContent) -> None:
    """Store a note sealed until its week is over; sending the same form again changes nothing.

    Leaves no audit row and no time but the week. Raises `sealing.AnswersTooLong`, and
    `sealing.KeyUnusable` if nothing can be sealed, or no worker opens what this process seals.
    """
    box = _seal(note)
    with connection.cursor() as cursor:
        mark = sealing.sealing_mark()
        cursor.execute(_PUT_NOTE, [box.pk, box.week, bytes(box.ciphertext), mark])
        if cursor.rowcount == 0:
            check_sealing_key()


def has_notes_to_open() -> bool:
    """True if there are notes of a week that is over, and one of them may be readable."""
    notes = SealedNote.objects.filter(week__lt=this_week())
    set_aside = in_chunks(notes.filter(is_set_aside=True).order_by("pk"), CHUNK)
    return notes.filter(is_set_aside=False).exists() or any(
        _open_note(box) is not None for box in set_aside
    )


def redate_notes_of_the_future() -> int:
    """Count notes of a week to come among those of this week; return how many there were.

    They were taken while a clock ran ahead, and would wait for that week. They do not count as over
    at once: opened one by one as they come, each could be told by its time.
    """
    return SealedNote.objects.filter(week__gt=this_week()).update(week=this_week())


register_tables("notes", SealedNote)


@register_boxes
def waiting_notes() -> Iterator[WaitingBox]:
    """Return the notes that wait, one after the other."""
    for note in in_chunks(SealedNote.objects.order_by("pk"), CHUNK):
        yield WaitingBox(SEAL_PURPOSE, note.pk, bytes(note.ciphertext))


@transaction.atomic
def open_notes() -> int:
    """Open the notes of all past weeks, each week in random order, and return their number.

    The words go to the vault, whose audit rows hold only new random ids in random order. A note
    that cannot be read is set aside and keeps no other sealed; it is opened as soon as it can be
    read. Raises `sealing.KeyUnusable` if this process has no opening key, and changes nothing then.
    """
    waiting = SealedNote.objects.select_for_update().filter(week__lt=this_week())
    opened: dict[str, list[tuple[date, dict[str, str]]]] = defaultdict(list)
    readable: list[UUID] = []
    unreadable: list[UUID] = []
    for box in in_chunks(waiting, CHUNK):
        if (content := _open_note(box)) is None:
            unreadable.append(box.pk)
        else:
            readable.append(box.pk)
            opened[content["kind"]].append((box.week, content["words"]))
    for week in sorted({week for week, _ in opened[STORY]}):
        for _, words in shuffled(entry for entry in opened[STORY] if entry[0] == week):
            _store_story(week, words)
    for _, words in shuffled(opened[TALK]):
        _store_talk_request(words)
    if readable:
        SealedNote.objects.filter(pk__in=readable).delete()
        request_run(SWEEP_JOB)  # a job of its own, repeated until no deleted row remains
    if SealedNote.objects.filter(pk__in=unreadable, is_set_aside=False).update(is_set_aside=True):
        logger.error("Sealed notes do not open with SURVEY_OPENING_KEY and were set aside.")
    return len(readable)


def _seal(note: NoteContent) -> SealedNote:
    content = {"kind": note.kind, "words": note.words}
    ciphertext = sealing.seal(
        content, n_bytes=NOTE_BYTES, survey_id=SEAL_PURPOSE, box_id=note.box_id
    )
    return SealedNote(id=note.box_id, week=this_week(), ciphertext=ciphertext)


def _open_note(box: SealedNote) -> dict[str, Any] | None:
    """Return the kind and the words in a note; None if it cannot be read or holds neither."""
    try:
        content = sealing.open_box(bytes(box.ciphertext), survey_id=SEAL_PURPOSE, box_id=box.pk)
    except sealing.BoxUnreadable:
        return None
    words, kind = content.get("words"), content.get("kind")
    if not isinstance(words, dict):
        return None
    return content if kind == TALK or (kind == STORY and words.keys() >= NEEDED_FIELDS) else None


def _store_story(week: date, words: dict[str, str]) -> None:
    values = {name: words.pop(name) for name in ("part", "age", "language")}
    n_words = len(words["what"].split())
    story = Story.objects.create(id=fresh_id(), week=week, n_words=n_words, **values)
    text = json.dumps(words, ensure_ascii=False)
    vault.seal_field(table=STORY_TABLE, row=story.pk, field=STORY_TEXT, text=text, by=None)


def _store_talk_request(words: dict[str, str]) -> None:
    talk = TalkRequest.objects.create(id=fresh_id(), language=words.get("language", ENGLISH))
    text = json.dumps(words, ensure_ascii=False)
    vault.seal_field(table=TALK_TABLE, row=talk.pk, field=CONTACT_DETAILS, text=text, by=None)
