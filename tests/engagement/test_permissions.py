"""Acts on the contract, and the people who may not do them; nothing is stored."""

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.engagement import actions
from clayton_review.engagement.models import (
    BoardMeeting,
    BoardMeetingInput,
    DecisionAsked,
    Milestone,
    MilestoneInput,
)
from clayton_review.engagement.models.decisions import BoardAnswer
from tests.engagement import factories as make
from tests.module_rows import Making
from tests.people import usual_team
from tests.refusing import refused

pytestmark = pytest.mark.django_db
NOON = datetime(2018, 12, 3, 18, tzinfo=UTC)
Act = Callable[[User], object]
ONLY_TEAM = "Only the team can change this."
ONLY_LEAD = "Only the lead consultant can change this."


@pytest.fixture(scope="module", autouse=True)
def _records(making_rows: Making) -> None:
    with making_rows(), clock.at(NOON):
        lead, _, _ = usual_team()
        make.meeting(by=lead, held_on=date(2018, 12, 11), packet_due_on=date(2018, 12, 6))
        make.milestone(by=lead, title="Survey opened")
        row = make.milestone(by=lead, title="Survey closed")
        actions.reach_milestone(milestone=row, revision=1, reached_on=date(2018, 11, 30), by=lead)
        make.decision(by=lead)


@pytest.fixture(autouse=True)
def _in_the_study() -> Iterator[None]:
    with clock.at(NOON):
        yield


def of_title(title: str) -> Milestone:
    return Milestone.objects.get(title=title)


def add_a_meeting(by: User) -> None:
    values = BoardMeetingInput(held_on=date(2019, 1, 8), packet_due_on=date(2019, 1, 3))
    actions.file(record_id=uuid.uuid4(), values=values, by=by)


def correct_a_meeting(by: User) -> None:
    values = BoardMeetingInput(held_on=date(2018, 12, 12), packet_due_on=date(2018, 12, 6))
    actions.correct(row=BoardMeeting.objects.get(), revision=1, values=values, by=by)


def withdraw_a_meeting(by: User) -> None:
    actions.withdraw(row=BoardMeeting.objects.get(), revision=1, reason="Called off.", by=by)


def add_a_milestone(by: User) -> None:
    values = MilestoneInput(title="Report written", baseline_on=date(2019, 1, 31))
    actions.file(record_id=uuid.uuid4(), values=values, by=by)


def correct_a_milestone(by: User) -> None:
    values = MilestoneInput(title="Survey is open", baseline_on=date(2018, 12, 15))
    actions.correct(row=of_title("Survey opened"), revision=1, values=values, by=by)


def withdraw_a_milestone(by: User) -> None:
    actions.withdraw(row=of_title("Survey opened"), revision=1, reason="Written twice.", by=by)


def move_a_milestone(by: User) -> None:
    actions.move_milestone(
        milestone=of_title("Survey opened"), revision=1, to_on=date(2019, 1, 15),
        reason="Printing took longer.", by=by,
    )  # fmt: skip


def reach_a_milestone(by: User) -> None:
    actions.reach_milestone(
        milestone=of_title("Survey opened"), revision=1, reached_on=date(2018, 12, 1), by=by
    )


def correct_a_reached_day(by: User) -> None:
    actions.correct_reached_day(
        milestone=of_title("Survey closed"), revision=2, reached_on=date(2018, 12, 1),
        reason="A typo.", by=by,
    )  # fmt: skip


def note_an_outcome(by: User) -> None:
    actions.note_outcome(
        decision=DecisionAsked.objects.get(), revision=1, decided_on=date(2018, 12, 3),
        outcome="Yes.", how_decided=BoardAnswer.APPROVED, by=by,
    )  # fmt: skip


OF_THE_LEAD: list[Act] = [add_a_meeting, correct_a_meeting, withdraw_a_meeting]
OF_THE_TEAM: list[Act] = [
    add_a_milestone, correct_a_milestone, withdraw_a_milestone, move_a_milestone,
    reach_a_milestone, correct_a_reached_day, note_an_outcome,
]  # fmt: skip


@pytest.mark.parametrize("act", OF_THE_LEAD, ids=[act.__name__ for act in OF_THE_LEAD])
def test_what_only_a_lead_changes(act: Act, consultant: User) -> None:
    expect_refusal(act, ONLY_LEAD, consultant)


@pytest.mark.parametrize("act", OF_THE_TEAM, ids=[act.__name__ for act in OF_THE_TEAM])
def test_what_only_the_team_changes(act: Act, city_staff: User) -> None:
    expect_refusal(act, ONLY_TEAM, city_staff)


def expect_refusal(act: Act, sentence: str, by: User) -> None:
    rows = [*Milestone.objects.all(), *BoardMeeting.objects.all(), *DecisionAsked.objects.all()]
    with refused(sentence, *rows):
        act(by)
    assert Milestone.objects.count() + BoardMeeting.objects.count() == 3
