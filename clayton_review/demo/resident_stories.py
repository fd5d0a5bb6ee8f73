"""Loads invented stories of residents and requests to talk, week by week, through the form."""

from dataclasses import dataclass

from clayton_review.accounts.models import User
from clayton_review.demo.story_texts import CALLERS, STORIES, DemoStory, DemoTalkRequest
from clayton_review.demo.times import identity, on
from findings.stories.actions import sealed_notes
from findings.stories.actions.sealed_notes import STORY, TALK, NoteContent
from findings.stories.actions.stories import (
    WorkingCopy,
    change_story_state,
    change_talk_state,
    read_contact,
    read_story,
    save_working_copy,
)
from findings.stories.models import Story, StoryState, TalkRequest, TalkState


@dataclass(frozen=True)
class StoryWeek:
    """A week in which people wrote: a day of it, and the Monday on which it was opened."""

    written_on: str
    opened_on: str


WEEKS = {
    1: StoryWeek("2018-11-14", "2018-11-19"),
    2: StoryWeek("2018-12-05", "2018-12-10"),
    3: StoryWeek("2019-01-10", "2019-01-14"),
}


def tell_stories(number: int, *, by: User) -> None:
    """Add the stories sent in one of the three weeks, and the team's work on them."""
    week = WEEKS[number]
    with on(week.written_on):
        for example in STORIES:
            if example.week == number:
                _send_story(example)
        for caller in CALLERS:
            if caller.week == number:
                _ask_for_talk(caller)
    with on(week.opened_on, "09:30"):
        known = set(Story.objects.values_list("pk", flat=True))
        sealed_notes.open_notes()
        if number < max(WEEKS):  # the last week is still to be read
            for story in Story.objects.exclude(pk__in=known):
                _work_on(story, by=by)
            _call_the_first(by=by)


def _send_story(story: DemoStory) -> None:
    words = {
        "what": story.text,
        "when": story.when,
        "where": story.where,
        "wish": story.wish,
        "part": story.part,
        "age": story.age,
        "language": story.language,
    }
    sealed_notes.store_note(note=NoteContent(identity(f"story/{story.text[:60]}"), STORY, words))


def _ask_for_talk(caller: DemoTalkRequest) -> None:
    words = {
        "name": caller.name,
        "reach": caller.reach,
        "best_time": caller.best_time,
        "language": caller.language,
        "accommodation": caller.accommodation,
    }
    sealed_notes.store_note(note=NoteContent(identity(f"talk/{caller.name}"), TALK, words))


def _work_on(story: Story, *, by: User) -> None:
    original, _ = read_story(story=story, by=by)
    example = next(example for example in STORIES if example.text == original.what)
    if example.work:
        story = save_working_copy(
            story=story,
            revision=story.revision,
            working_copy=WorkingCopy(example.work, example.memo),
            by=by,
        )
    if example.aside:
        change_story_state(
            story=story,
            revision=story.revision,
            to=StoryState.ASIDE,
            reason=example.aside,
            by=by,
        )


def _call_the_first(*, by: User) -> None:
    talk = TalkRequest.objects.filter(state=TalkState.NEW).first()
    if talk is not None:
        read_contact(talk=talk, by=by, reason="To arrange a talk")
        change_talk_state(talk=talk, revision=talk.revision, to=TalkState.CONTACTED, by=by)
