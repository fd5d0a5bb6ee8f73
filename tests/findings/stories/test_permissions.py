"""Acts on stories and requests to talk, which people outside the team may not do."""

from collections.abc import Callable

import pytest

from clayton_review.accounts.models import User
from findings.stories.actions.stories import (
    WorkingCopy,
    change_story_state,
    change_talk_state,
    read_contact,
    read_story,
    save_working_copy,
)
from findings.stories.models import Story, StoryState, TalkRequest, TalkState
from tests.findings import story_factories as factories
from tests.refusing import refused

pytestmark = pytest.mark.django_db
Act = Callable[[Story, TalkRequest, User], object]


def read_the_story(story: Story, _talk: TalkRequest, by: User) -> None:
    read_story(story=story, by=by)


def work_on_a_story(story: Story, _talk: TalkRequest, by: User) -> None:
    save_working_copy(
        story=story, revision=story.revision, working_copy=WorkingCopy("Helped."), by=by
    )


def move_a_story(story: Story, _talk: TalkRequest, by: User) -> None:
    change_story_state(story=story, revision=story.revision, to=StoryState.READ, by=by)


def read_how_to_reach_them(_story: Story, talk: TalkRequest, by: User) -> None:
    read_contact(talk=talk, by=by, reason="To call them back today.")


def move_a_request(_story: Story, talk: TalkRequest, by: User) -> None:
    change_talk_state(talk=talk, revision=talk.revision, to=TalkState.CONTACTED, by=by)


OF_THE_TEAM: list[Act] = [
    read_the_story, work_on_a_story, move_a_story, read_how_to_reach_them, move_a_request,
]  # fmt: skip


@pytest.mark.parametrize("act", OF_THE_TEAM, ids=[act.__name__ for act in OF_THE_TEAM])
def test_nobody_outside_the_team_reads_or_moves_stories(act: Act, board_member: User) -> None:
    story, talk = factories.a_story(), factories.a_request()
    with refused("Only the team can read residents’ stories.", story, talk):
        act(story, talk, board_member)
