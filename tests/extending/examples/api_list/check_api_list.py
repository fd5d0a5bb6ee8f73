"""The new list answers those who may read it, and is in the schema."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from findings.recommendations.actions.goals import create_goal
from findings.recommendations.inputs import GoalInput

pytestmark = pytest.mark.django_db


def test_it_answers_those_who_may_read_it(
    consultant: User, board_member: User, as_: Callable[[User], Client]
) -> None:
    create_goal(record_id=uuid4(), values=GoalInput("Lanterns for everybody"), by=consultant)
    answer = as_(consultant).get("/api/v1/goals/").json()
    assert [row["title"] for row in answer["results"]] == ["Lanterns for everybody"]
    assert as_(board_member).get("/api/v1/goals/").status_code == 403
    assert Client().get("/api/v1/goals/").status_code == 401


def test_it_is_in_the_schema(consultant: User, as_: Callable[[User], Client]) -> None:
    schema = as_(consultant).get("/api/schema/").content.decode()
    assert "/api/v1/goals/" in schema
