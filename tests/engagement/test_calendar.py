"""The calendar: what is to come, in order, within the days that are asked for."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.engagement import actions
from clayton_review.engagement.selectors import coming, meetings, packets
from clayton_review.refusals import Refused
from tests.engagement import factories as make

pytestmark = pytest.mark.django_db
NOON = datetime(2018, 12, 3, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


def titles(days: int | None = None) -> list[str]:
    return [entry.title for entry in coming(NOON, days=days)]


def test_what_is_reached_or_over_is_not_to_come(lead: User) -> None:
    reached = make.milestone(by=lead, title="Letters sent")
    actions.reach_milestone(milestone=reached, revision=1, reached_on=date(2018, 11, 30), by=lead)
    make.milestone(by=lead, title="Kickoff", on=date(2018, 12, 2))
    make.milestone(by=lead, title="Last report", on=date(2019, 3, 1))
    make.milestone(by=lead, title="Today", on=date(2018, 12, 3))
    assert titles() == ["Today", "Last report"]


def test_a_milestone_moves_with_a_reason_only(lead: User) -> None:
    milestone = make.milestone(by=lead, on=date(2019, 1, 15))
    move = partial(actions.move_milestone, milestone=milestone, revision=1, by=lead)
    with pytest.raises(Refused, match="Say why"):
        move(to_on=date(2019, 2, 15), reason=" ")
    move(to_on=date(2019, 2, 15), reason="The letters came late")
    milestone.refresh_from_db()
    assert (milestone.due_on, milestone.revision) == (date(2019, 2, 15), 2)


def test_only_so_many_days_are_listed_when_asked(lead: User) -> None:
    make.milestone(by=lead, title="The last day", on=date(2018, 12, 13))
    make.milestone(by=lead, title="A day later", on=date(2018, 12, 14))
    assert titles(days=10) == ["The last day"]


def test_a_withdrawn_meeting_is_on_no_calendar(lead: User) -> None:
    held, withdrawn = (
        make.meeting(by=lead, held_on=date(2019, 1, day), packet_due_on=date(2019, 1, 2))
        for day in (8, 9)
    )
    actions.withdraw(row=withdrawn, revision=1, reason="Cancelled", by=lead)
    assert meetings() == [held]
    assert "Board of Aldermen meets" in titles()


def test_packets_are_those_of_meetings_to_come(lead: User) -> None:
    for day in (date(2018, 12, 2), date(2018, 12, 3)):
        make.meeting(by=lead, held_on=day, packet_due_on=date(2018, 11, 27))
    assert [packet.held_on for packet in packets(NOON)] == [date(2018, 12, 3)]
