"""Who reads residents' stories, and which steps stories and requests may take."""

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.refusals import Refused
from findings.stories.models import (
    STORY_TRANSITIONS,
    TALK_TRANSITIONS,
    AsideReason,
    Story,
    StoryState,
    TalkRequest,
    TalkState,
)


def check_reads_stories(by: User) -> None:
    """Raise `Refused` for whoever is not of the team."""
    if not by.may(Permission.READ_INTERVIEWS):
        raise Refused("Only the team can read residents’ stories.")


def check_story_move(story: Story, to: str, reason: str) -> None:
    """Raise `Refused` for a step the mapping does not know, and for setting aside without why."""
    if to not in StoryState.values or to not in STORY_TRANSITIONS[StoryState(story.state)]:
        present = story.get_state_display().lower()
        raise Refused(
            f"This story is now “{present}”, so that step is not possible. Reload the page."
        )
    if to == StoryState.ASIDE and reason not in AsideReason.values:
        raise Refused("Choose why you are setting the story aside.", field="reason")


def check_talk_move(talk: TalkRequest, to: str) -> None:
    """Raise `Refused` for a step the mapping does not know."""
    if to not in TalkState.values or to not in TALK_TRANSITIONS[TalkState(talk.state)]:
        present = talk.get_state_display().lower()
        raise Refused(
            f"This request is now “{present}”, so that step is not possible. Reload the page."
        )
