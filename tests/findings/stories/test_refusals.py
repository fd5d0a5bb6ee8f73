"""Refusals of what cannot be opened, and of setting stories aside."""

import pytest

from clayton_review.accounts.models import User
from clayton_review.citable.records import Stale
from findings.stories.actions.given_up import NOTHING_LEFT, give_up_notes
from findings.stories.actions.stories import change_story_state, change_talk_state, read_story
from findings.stories.models import NoteLoss, StoryState, TalkState
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


def test_a_story_keeps_its_status_where_no_step_leads(consultant: User) -> None:
    story = factories.a_story()
    sentence = "This story is now “new”, so that step is not possible. Reload the page."
    for to in (StoryState.ASKED, "lost"):
        with refused(sentence, story):
            change_story_state(story=story, revision=story.revision, to=to, by=consultant)


def test_a_request_to_talk_keeps_its_status_where_no_step_leads(consultant: User) -> None:
    talk = factories.a_request()
    with refused("This request is now “new”, so that step is not possible. Reload the page.", talk):
        change_talk_state(talk=talk, revision=talk.revision, to="lost", by=consultant)


def test_what_someone_else_moved_meanwhile_is_not_moved(consultant: User) -> None:
    story, talk = factories.a_story(), factories.a_request()
    with pytest.raises(Stale):
        change_story_state(
            story=story, revision=story.revision - 1, to=StoryState.READ, by=consultant
        )
    with pytest.raises(Stale):
        change_talk_state(
            talk=talk, revision=talk.revision - 1, to=TalkState.CONTACTED, by=consultant
        )
    story.refresh_from_db()
    talk.refresh_from_db()
    assert story.state == StoryState.NEW
    assert talk.state != TalkState.CONTACTED
