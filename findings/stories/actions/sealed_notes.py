"""Taking residents' notes in sealed, and opening a week's notes together in mixed order.

Why not straight into the vault: its rows know the second in which they were made and leave an
audit row each, so a story and the request to talk that followed it could be told by their times.
Hence the way of the survey answers: the web process seals for the worker's key and cannot read
what it took; once the week is over the worker opens all of it in one transaction, shuffles, and
only then puts the words into the vault, under new random ids.
"""

import json
import secrets
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, TypeVar
from uuid import UUID, uuid4, uuid5

from django.db import connection, transaction

from clayton_review import clock
from clayton_review.vault import actions as vault
from findings.stories.models import FormLanguage, SealedNote, Story, TalkRequest
from surveys.answers import sealing

STORY, TALK = "story", "talk"
STORY_TABLE, TALK_TABLE = "findings_story", "findings_talkrequest"
TOLD, WORK, CONTACT = "told", "work", "contact"
# In place of a survey's id: seals made for stories open nowhere else.
PURPOSE = UUID("5a0c1a52-7c39-4d0c-93a5-6a51f2f3b1de")
# All usual notes fill the same size of box, so that a waiting one does not show what it is.
PADDING = " " * sealing.SIZES[1]
Any_ = TypeVar("Any_")


@dataclass(frozen=True)
class Note:
    """What one form sent: a story or a request to talk, by field."""

    submission_id: UUID
    kind: str
    words: dict[str, str]

    @property
    def box_id(self) -> UUID:
        """The same for the same form with the same words, so that a resend is one note."""
        content = json.dumps(self.words, sort_keys=True).encode()
        return uuid5(self.submission_id, self.kind + sha256(content).hexdigest())


def take(*, note: Note) -> None:
    """Keep a note sealed until its week is over; sending the same form again changes nothing.

    Leaves no audit row and no time but the week. Raises `sealing.KeyUnusable`, `sealing.TooLong`.
    """
    SealedNote.objects.bulk_create([_sealed(note)], ignore_conflicts=True)


def has_week_waiting() -> bool:
    """Whether somebody wrote in a week that is over."""
    return SealedNote.objects.filter(week__lt=this_week()).exists()


@transaction.atomic
def open_notes() -> int:
    """Open the notes of all past weeks, week by week, each in mixed order; returns how many.

    The words go to the vault, whose audit rows tell of new random ids in the mixed order only.
    Raises `sealing.KeyUnusable`, and then changes nothing.
    """
    boxes = list(SealedNote.objects.select_for_update().filter(week__lt=this_week()))
    opened: dict[str, list[tuple[date, SealedNote, dict[str, str]]]] = defaultdict(list)
    for box in boxes:
        content = _opened(box)
        opened[content["kind"]].append((box.week, box, content["words"]))
    for week in sorted({box.week for box in boxes}):
        for _, box, words in shuffled(one for one in opened[STORY] if one[0] == week):
            _keep_story(week, box, words)
    for _, box, words in shuffled(opened[TALK]):
        _keep_request(box, words)
    SealedNote.objects.filter(pk__in=[box.pk for box in boxes]).delete()
    return len(boxes)


def sweep_opened_notes() -> None:
    """Have PostgreSQL drop the deleted boxes, which it keeps unseen in its files until then."""
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM findings_sealednote")


def shuffled(notes: Iterable[Any_]) -> list[Any_]:
    """The notes in an order nobody can foresee or repeat."""
    mixed = list(notes)
    secrets.SystemRandom().shuffle(mixed)
    return mixed


def fresh_id(box: SealedNote) -> UUID:
    """A new random id: nothing of the box's own goes on."""
    return uuid4()


def this_week() -> date:
    """The Monday of the present week in Clayton."""
    return clock.today() - timedelta(days=clock.today().weekday())


def _sealed(note: Note) -> SealedNote:
    content = {"kind": note.kind, "words": note.words, "padding": PADDING}
    ciphertext = sealing.seal(content, survey_id=PURPOSE, box_id=note.box_id)
    return SealedNote(id=note.box_id, week=this_week(), ciphertext=ciphertext)


def _opened(box: SealedNote) -> dict[str, Any]:
    return sealing.open_box(bytes(box.ciphertext), survey_id=PURPOSE, box_id=box.pk)


def _keep_story(week: date, box: SealedNote, words: dict[str, str]) -> None:
    facts = {name: words.pop(name) for name in ("part", "age", "language")}
    n_words = len(words["what"].split())
    story = Story.objects.create(id=fresh_id(box), week=week, n_words=n_words, **facts)
    told = json.dumps(words, ensure_ascii=False)
    vault.seal_field(table=STORY_TABLE, row=story.pk, field=TOLD, text=told, by=None)


def _keep_request(box: SealedNote, words: dict[str, str]) -> None:
    request = TalkRequest.objects.create(
        id=fresh_id(box), language=words.get("language", FormLanguage.ENGLISH)
    )
    contact = json.dumps(words, ensure_ascii=False)
    vault.seal_field(table=TALK_TABLE, row=request.pk, field=CONTACT, text=contact, by=None)
