"""Factories of minimal stories and requests to talk, and helpers that fill in their forms."""

import html
import re
import uuid
from datetime import timedelta
from typing import Any

from django.test import Client

from clayton_review import clock
from findings.stories.actions import sealed_notes
from findings.stories.actions.sealed_notes import STORY, TALK, NoteContent
from findings.stories.models import Story, TalkRequest

FORM, ASK = "/tell/story/", "/tell/talk/"
Sent = dict[str, str]


def tell(text: str = "An officer helped me.", **words: str) -> None:
    """Store a story as the form sends it."""
    fields = {"part": "mine", "when": "", "where": "", "wish": "", "age": "adult", "language": "en"}
    sealed_notes.store_note(
        note=NoteContent(uuid.uuid4(), STORY, {"what": text, **fields, **words})
    )


def ask_to_talk(name: str = "Rosa", reach: str = "314-555-0100", **words: str) -> None:
    """Store a request as the form sends it."""
    fields = {"best_time": "", "language": "en", "accommodation": "", **words}
    sealed_notes.store_note(
        note=NoteContent(uuid.uuid4(), TALK, {"name": name, "reach": reach, **fields})
    )


WEEK = timedelta(days=7)


def next_week() -> Any:
    """Set the clock one week ahead while the block runs."""
    return clock.at(clock.now() + WEEK)


def opened_stories() -> list[Story]:
    """Open the notes of past weeks and return the stories."""
    sealed_notes.open_notes()
    return list(Story.objects.all())


def a_story(**words: str) -> Story:
    """Create one story that the team can read."""
    with clock.at(clock.now() - WEEK):
        tell(**words)
    known = set(Story.objects.values_list("pk", flat=True))
    return next(story for story in opened_stories() if story.pk not in known)


def a_request(**words: str) -> TalkRequest:
    """Create one request that the team can read."""
    with clock.at(clock.now() - WEEK):
        ask_to_talk(**words)
    known = set(TalkRequest.objects.values_list("pk", flat=True))
    sealed_notes.open_notes()
    return TalkRequest.objects.exclude(pk__in=known).get()


def text(response: Any) -> str:
    content: str = response.content.decode()
    return content


def carried(page: Any) -> Sent:
    """Return the hidden fields of a page."""
    matches = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', text(page))
    return {name: html.unescape(value) for name, value in matches}


def walk(client: Client, prefix: str = "", **words: str) -> Any:
    """Go from the first step to the review page, as a browser does."""
    page = client.get(prefix + FORM)
    steps = (("what",), ("part",), ("when", "where"), ("wish",), ("age", "language"))
    for names in steps:
        typed = {name: words[name] for name in names if name in words}
        page = client.post(prefix + FORM, {**carried(page), **typed, "move": "next"})
    return page
