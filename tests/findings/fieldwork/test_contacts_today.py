"""Tests of whom to contact today: borders of days and moments, and whose work it is."""

from datetime import datetime, time, timedelta

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from findings.fieldwork.actions.contacts import withdraw_contact_attempt
from findings.fieldwork.actions.slots import record_slot_outcome
from findings.fieldwork.selectors.contacts_today import ContactsToday, contacts_today
from findings.interviews.models.participants import Participant
from tests.findings import factories as make
from tests.findings import field_factories as field
from tests.module_rows import Making
from tests.people import usual_team

pytestmark = pytest.mark.django_db
NOON = datetime.combine(clock.today() + timedelta(days=1), time(12), clock.CLAYTON)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SLOTS = {
    "ended yesterday": (NOON - DAY, 1),
    "just ended": (NOON - HOUR, 1),
    "under way": (NOON - HOUR / 2, 2),
    "tonight": (NOON + 11 * HOUR + HOUR / 2, 1),
    "at midnight": (NOON + 12 * HOUR, 2),
    "kept": (NOON - 3 * HOUR, 2),
}
STEPS = {"late": (-1, 1), "late of another": (-2, 2), "due today": (0, 1), "due tomorrow": (1, 1)}


@pytest.fixture(scope="module", autouse=True)
def fieldwork(making_rows: Making) -> dict[object, str]:
    """Make steps and appointments around a noon; return the name of each participant."""
    with making_rows():
        people = usual_team()
        names: dict[object, str] = {}
        with clock.at(NOON - 3 * DAY):
            for name, (starts_at, person) in SLOTS.items():
                slot = field.booked(by=people[person], starts_at=starts_at)
                names[slot.participant] = name
                if name == "kept":
                    with clock.at(NOON - HOUR):
                        record_slot_outcome(slot=slot, revision=2, to="kept", by=people[1])
            field.slot(by=people[1], starts_at=NOON + 3 * HOUR)
            for name, (days, person) in STEPS.items():
                attempt = field.attempt(by=people[person], next_in=3 + days)
                names[attempt.participant] = name
            names[field.recruit(by=people[1])] = "fresh"
            interview = make.interview(by=people[1], participant=field.recruit(by=people[1]))
            names[interview.participant] = "to be interviewed"
            mistake = field.attempt(by=people[1], next_in=3)
            names[mistake.participant] = "contacted by mistake"
            withdraw_contact_attempt(
                attempt=mistake, revision=1, reason="It was someone else.", by=people[1]
            )
            gone = field.attempt(by=people[1], next_in=3).participant
            Participant.objects.filter(pk__in=[gone.pk, field.recruit(by=people[1]).pk]).update(
                withdrawn_on=clock.today(), withdrawn_by=people[1], withdrawn_reason="Moved."
            )
        return names


@pytest.fixture
def named(fieldwork: dict[object, str]) -> dict[object, str]:
    return fieldwork


def at_noon(user: User, *, mine_only: bool = False) -> ContactsToday:
    with clock.at(NOON):
        return contacts_today(user, mine_only=mine_only)


def lists_of(work: ContactsToday, names: dict[object, str]) -> list[list[str]]:
    """Return the names on each list, in order where the order is fixed."""
    return [
        [names[step.participant] for step in work.steps],
        sorted(names[slot.participant] for slot in work.appointments),
        sorted(names[slot.participant] for slot in work.slots_without_outcome),
        sorted(names[person] for person in work.not_contacted),
    ]


def test_the_team_sees_what_is_due_and_who_was_not_asked(named: dict[object, str]) -> None:
    work = at_noon(usual_team()[1])
    assert lists_of(work, named) == [
        ["late of another", "late", "due today"],
        ["tonight", "under way"],
        ["ended yesterday", "just ended"],
        ["contacted by mistake", "fresh"],
    ]
    assert [step.is_late for step in work.steps] == [True, True, False]
    assert work.n_to_do == 5


def test_a_person_sees_their_own(named: dict[object, str]) -> None:
    assert lists_of(at_noon(usual_team()[1], mine_only=True), named) == [
        ["late", "due today"], ["tonight"], ["ended yesterday", "just ended"], [],
    ]  # fmt: skip
    assert lists_of(at_noon(usual_team()[2], mine_only=True), named) == [
        ["late of another"], ["under way"], [], [],
    ]  # fmt: skip


def test_the_board_sees_nothing(named: dict[object, str], board_member: User) -> None:
    assert lists_of(at_noon(board_member), named) == [[], [], [], []]
