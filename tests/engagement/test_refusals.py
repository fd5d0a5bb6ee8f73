"""Refusals of milestones, of the contract's withdrawal, and of huge photos."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.engagement import actions
from clayton_review.engagement.models import Milestone, MilestoneMove
from tests.engagement import factories as make
from tests.refusing import refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_the_study() -> Iterator[None]:
    with clock.at(datetime(2018, 12, 3, 18, tzinfo=UTC)):
        yield


@pytest.fixture
def reached(lead: User) -> Milestone:
    """A milestone that was reached."""
    row = make.milestone(by=lead)
    return actions.reach_milestone(
        milestone=row, revision=1, reached_on=date(2018, 11, 30), by=lead
    )


def test_a_milestone_moves_with_a_reason_only(lead: User) -> None:
    row = make.milestone(by=lead)
    with refused("Say why the milestone is moving.", row):
        actions.move_milestone(
            milestone=row, revision=1, to_on=date(2019, 1, 15), reason=" ", by=lead
        )
    assert not MilestoneMove.objects.exists()


def test_a_milestone_that_was_reached_does_not_move(reached: Milestone, lead: User) -> None:
    sentence = "This milestone has been reached, so its date can no longer change."
    with refused(sentence, reached):
        actions.move_milestone(
            milestone=reached, revision=2, to_on=date(2019, 1, 15), reason="Late", by=lead
        )
    assert not MilestoneMove.objects.exists()


def test_a_milestone_does_not_move_to_its_own_day(lead: User) -> None:
    row = make.milestone(by=lead, on=date(2018, 12, 15))
    with refused("It is already due on this date. Enter another date.", row):
        actions.move_milestone(
            milestone=row, revision=1, to_on=date(2018, 12, 15), reason="Late", by=lead
        )
    assert not MilestoneMove.objects.exists()


def test_a_milestone_is_reached_once(reached: Milestone, lead: User) -> None:
    with refused("This milestone is already marked as reached.", reached):
        actions.reach_milestone(
            milestone=reached, revision=2, reached_on=date(2018, 12, 1), by=lead
        )


def test_the_contract_is_not_withdrawn(lead: User) -> None:
    row = make.contract(by=lead)
    with refused("The contract cannot be withdrawn. Record an amendment instead.", row):
        actions.withdraw(row=row, revision=1, reason="Signed twice", by=lead)
