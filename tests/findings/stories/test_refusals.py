"""Refusals of what cannot be opened, and of setting stories aside."""

import pytest

from clayton_review.accounts.models import User
from findings.stories.actions.losses import NOTHING_LEFT, give_up_notes
from findings.stories.actions.stories import change_story_state, read_story
from findings.stories.models import NoteLoss, StoryState
from tests.findings import story_factories as factories
from tests.refusing import refused

pytestmark = pytest.mark.django_db


def test_only_a_lead_gives_up_what_cannot_be_opened(consultant: User) -> None:
    with refused("Only a lead gives up what cannot be opened."):
        give_up_notes(reason="The key is gone.", by=consultant)
    assert not NoteLoss.objects.exists()


def test_nothing_is_given_up_where_nothing_is_left(lead: User) -> None:
    with refused(NOTHING_LEFT):
        give_up_notes(reason="The key is gone.", by=lead)
    assert not NoteLoss.objects.exists()


def test_a_story_is_set_aside_for_a_reason_of_the_list(consultant: User) -> None:
    story = factories.a_story()
    read_story(story=story, by=consultant)
    story.refresh_from_db()
    with refused("Choose why you are setting the story aside.", story):
        change_story_state(
            story=story, revision=story.revision, to=StoryState.ASIDE, reason="dull",
            by=consultant,
        )  # fmt: skip
