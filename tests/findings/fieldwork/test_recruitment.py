"""Tests of counts of people asked and of attendance, by group and in all."""

from dataclasses import astuple
from datetime import timedelta
from decimal import Decimal

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from findings.coding.models.quotable_texts import SpeakerGroup
from findings.fieldwork.actions.activities import withdraw_activity
from findings.fieldwork.actions.contacts import withdraw_contact_attempt
from findings.fieldwork.inputs import AttendanceInput, PrintedShare
from findings.fieldwork.models.contacts import ContactOutcome
from findings.fieldwork.selectors.attendance import percent_text
from findings.fieldwork.selectors.recruitment import (
    attendance_by_group,
    meeting_totals,
    recruitment_by_group,
    recruitment_totals,
)
from findings.interviews.actions.interviews import set_group_target
from findings.interviews.models.participants import Participant
from tests.findings import factories as make
from tests.findings import field_factories as field
from tests.module_rows import Making
from tests.people import usual_team

pytestmark = pytest.mark.django_db
RESIDENT, BUSINESS = SpeakerGroup.RESIDENT, SpeakerGroup.BUSINESS
OFFICER, OFFICIAL = SpeakerGroup.OFFICER, SpeakerGroup.OFFICIAL
AGREED, DECLINED = ContactOutcome.AGREED, ContactOutcome.DECLINED
MESSAGE, NO_SHOW = ContactOutcome.MESSAGE, ContactOutcome.NO_SHOW
# Groups of participants with the outcomes of each attempt, one after the other.
ATTEMPTS = [
    *[(RESIDENT, [DECLINED])] * 5,
    (RESIDENT, [AGREED, DECLINED]),
    (RESIDENT, [DECLINED, AGREED]),
    (RESIDENT, [MESSAGE]),
    (OFFICER, [NO_SHOW, NO_SHOW, MESSAGE]),
    (OFFICER, [DECLINED]),
]


@pytest.fixture(scope="module", autouse=True)
def fieldwork(making_rows: Making) -> None:
    """Ask people of two groups and interview one of a third; hold meetings and other activities."""
    with making_rows():
        _lead, consultant, _second = usual_team()
        for group, outcomes in ATTEMPTS:
            ask(group, outcomes, consultant)
        mistake = field.attempt(by=consultant, outcome=NO_SHOW)
        withdraw_contact_attempt(attempt=mistake, revision=1, reason="Not them.", by=consultant)
        Participant.objects.filter(pk=ask(RESIDENT, [NO_SHOW], consultant).pk).update(
            withdrawn_on=clock.today(), withdrawn_by=consultant, withdrawn_reason="Twice."
        )
        owner = make.participant(by=consultant, group=BUSINESS)
        for _ in range(2):
            make.held_interview(by=consultant, participant=owner)
        make.interview(by=consultant, participant=make.participant(by=consultant, group=BUSINESS))
        set_group_target(group=RESIDENT, target=20, attendance=90, by=consultant)
        set_group_target(group=OFFICIAL, target=3, by=consultant)
        meetings(consultant)


def ask(group: str, outcomes: list[ContactOutcome], by: User) -> Participant:
    person = field.recruit(by=by, group=group)
    for n, outcome in enumerate(outcomes):
        days_ago = len(outcomes) - n
        field.attempt(by=by, participant=person, outcome=outcome, days_ago=days_ago)
    return person


def meetings(by: User) -> None:
    both = AttendanceInput(
        (("resident", 34), ("officer", 2)),
        (PrintedShare("white", Decimal(58)), PrintedShare("others", Decimal(42))),
    )
    field.activity(by=by, turnout=both, n_attended=40)
    field.activity(by=by, turnout=AttendanceInput((("resident", 7),)))
    field.activity(by=by, n_attended=3)
    field.activity(by=by, kind="ride_along", turnout=AttendanceInput((("officer", 9),)))
    gone = field.activity(by=by, turnout=AttendanceInput((("student", 8),)), n_attended=8)
    withdraw_activity(activity=gone, revision=1, reason="Twice.", by=by)


def counts(*, is_released: bool, days: int = 0) -> dict[str, tuple[int | None, ...]]:
    as_of = clock.now() + timedelta(days=days)
    rows = recruitment_by_group(as_of, is_released=is_released)
    assert [row.words for row in rows] == [SpeakerGroup(row.group).label for row in rows]
    return {row.group: astuple(row)[2:] for row in rows}


def test_people_are_counted_by_group_with_their_last_outcome() -> None:
    assert counts(is_released=False) == {
        RESIDENT: (8, 2, 6, 0, 0, 20),
        OFFICER: (2, 0, 1, 2, 0, None),
        OFFICIAL: (0, 0, 0, 0, 0, 3),
        BUSINESS: (1, 1, 0, 0, 2, None),
    }


def test_released_counts_are_rounded_down_and_small_groups_left_out() -> None:
    assert counts(is_released=True) == {
        RESIDENT: (5, None, 5, None, None, 20),
        OFFICIAL: (None, None, None, None, None, 3),
    }


def test_only_what_was_recorded_by_then_counts() -> None:
    assert counts(is_released=False, days=-1) == {
        RESIDENT: (0, 0, 0, 0, 0, 20), OFFICIAL: (0, 0, 0, 0, 0, 3),
    }  # fmt: skip


def test_totals_are_rounded_as_a_whole() -> None:
    assert recruitment_totals(clock.now(), is_released=False) == (11, 7, 2)
    assert recruitment_totals(clock.now(), is_released=True) == (10, 5, 0)


def test_attendance_of_meetings_is_counted_by_group() -> None:
    exact = attendance_by_group(clock.now(), is_released=False)
    assert [astuple(row) for row in exact] == [
        (RESIDENT, RESIDENT.label, 41, 90), (OFFICER, OFFICER.label, 2, None),
    ]  # fmt: skip
    released = attendance_by_group(clock.now(), is_released=True)
    assert [astuple(row) for row in released] == [(RESIDENT, RESIDENT.label, 40, 90)]
    before = clock.now() - timedelta(days=1)
    assert [row.attended for row in attendance_by_group(before, is_released=False)] == [0]


def test_a_meeting_counts_with_its_total_or_else_with_its_groups() -> None:
    exact = meeting_totals(clock.now(), is_released=False)
    assert astuple(exact) == (3, 43, 40 + 7 + 3)
    released = meeting_totals(clock.now(), is_released=True)
    assert astuple(released) == (3, 40, 50)
    before = meeting_totals(clock.now() - timedelta(days=1), is_released=False)
    assert astuple(before) == (0, 0, 0)


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), ("58", "58%"), ("58.50", "58.5%"), ("33.333", "33.33%"), ("100.00", "100%")],
)
def test_shares_are_told_without_needless_zeros(value: str | None, text: str) -> None:
    assert percent_text(None if value is None else Decimal(value)) == text
