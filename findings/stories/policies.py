"""Checks of reading stories, and of the states of stories and requests."""

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.refusals import Refused
from findings.stories.models import (
    STORY_TRANSITIONS,
    TALK_TRANSITIONS,
    Story,
    StoryAsideReason,
    StoryState,
    TalkRequest,
    TalkState,
)


def check_reads_stories(by: User) -> None:
    """Raise `Refused` for people outside the team."""
    if not by.may(Permission.READ_INTERVIEWS):
        raise Refused("Only the team can read residents’ stories.")


def check_story_transition(story: Story, to: str, reason: str) -> None:
    """Raise `Refused` when a story may not go to this state, or is set aside without a reason."""
    if to not in StoryState.values or to not in STORY_TRANSITIONS[StoryState(story.state)]:
        present = story.get_state_display().lower()
        raise Refused(
            f"This story is now “{present}”, so that step is not possible. Reload the page."
        )
    if to == StoryState.ASIDE and reason not in StoryAsideReason.values:
        raise Refused("Choose why you are setting the story aside.", field="reason")


def check_talk_transition(talk: TalkRequest, to: str) -> None:
    """Raise `Refused` when a request may not go from its state to this one."""
    if to not in TalkState.values or to not in TALK_TRANSITIONS[TalkState(talk.state)]:
        present = talk.get_state_display().lower()
        raise Refused(
            f"This request is now “{present}”, so that step is not possible. Reload the page."
        )
