"""The new record type is searched, listed among changes, and its queue waits on the start page."""

from datetime import timedelta
from uuid import uuid4

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.web import search
from clayton_review.web.changes import changes_since
from clayton_review.web.worklist import waiting
from findings.recommendations.actions.goals import create_goal
from findings.recommendations.inputs import GoalInput

pytestmark = pytest.mark.django_db


def test_it_is_found_by_those_who_may_read_it(consultant: User, board_member: User) -> None:
    create_goal(record_id=uuid4(), values=GoalInput("Lanterns for everybody"), by=consultant)
    assert [hit.title for group in search.search(consultant, "lantern") for hit in group.hits] == [
        "Lanterns for everybody"
    ]
    assert search.search(board_member, "lantern") == []


def test_it_waits_and_is_listed_among_the_changes(
    consultant: User, second_consultant: User
) -> None:
    before = clock.now() - timedelta(hours=1)
    create_goal(record_id=uuid4(), values=GoalInput("Lanterns for everybody"), by=consultant)
    queues = {queue.queue.name: queue.n for queue in waiting(second_consultant)}
    assert queues["goals without steps"] == 1
    assert "Lanterns for everybody" in str(changes_since(second_consultant, before))
