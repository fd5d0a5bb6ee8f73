"""Tests of what became of an appointment: its state, and its place in the contact log."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.refusals import Refused
from findings.fieldwork.actions.slots import (
    book_slot,
    offer_slot,
    record_slot_outcome,
    reschedule_slot,
)
from findings.fieldwork.models.contacts import ContactAttempt, ContactChannel, ContactOutcome
from findings.fieldwork.models.slots import Slot, SlotState
from tests.findings import field_factories as field

NO_SHOW, HOUR = ContactOutcome.NO_SHOW, timedelta(hours=1)


def no_shows(slot: Slot) -> list[bool]:
    """Return for each entry of the log that somebody did not come, if it is withdrawn."""
    rows = ContactAttempt.objects.filter(slot=slot, outcome=NO_SHOW).order_by("recorded_at")
    return [row.is_withdrawn for row in rows]


def test_each_outcome_is_stored_and_logged_for_one_appointment(
    consultant: User, second_consultant: User
) -> None:
    slot = field.booked(by=consultant)
    other = field.booked(by=second_consultant, starts_at=slot.starts_at)
    steps = [("missed", [False]), ("kept", [True]), ("missed", [True, False])]
    with clock.at(slot.ends_at):
        record_slot_outcome(slot=other, revision=2, to="missed", by=consultant)
        for n, (to, logged) in enumerate(steps, start=2):
            record_slot_outcome(slot=slot, revision=n, to=to, by=second_consultant)
            stored = Slot.objects.get(pk=slot.pk)
            assert (stored.state, stored.participant) == (to, slot.participant)
            assert (stored.revision, no_shows(slot), no_shows(other)) == (n + 1, logged, [False])
        attempt = ContactAttempt.objects.current().get(slot=slot)
        assert attempt.next_on == clock.today()
    assert (attempt.participant, attempt.made_at) == (slot.participant, slot.starts_at)
    assert (attempt.made_by, attempt.recorded_by) == (consultant, second_consultant)
    assert (attempt.channel, attempt.next_step) == (
        ContactChannel.IN_PERSON, "Ask for another day",
    )  # fmt: skip
    verbs = AuditEntry.objects.filter(object_id=str(slot.pk)).order_by("id")
    assert list(verbs.values_list("verb", flat=True))[2:] == [
        f"marked an appointment as {to}" for to, _logged in steps
    ]


@pytest.mark.parametrize(("minutes", "is_over"), [(-1, False), (0, True), (1, True)])
def test_an_appointment_has_an_outcome_from_its_beginning(
    consultant: User, minutes: int, is_over: bool
) -> None:
    slot = field.booked(by=consultant)
    with clock.at(slot.starts_at + timedelta(minutes=minutes)):
        if is_over:
            record_slot_outcome(slot=slot, revision=2, to="kept", by=consultant)
        else:
            with pytest.raises(Refused, match="in the future"):
                record_slot_outcome(slot=slot, revision=2, to="kept", by=consultant)
    assert Slot.objects.get(pk=slot.pk).state == ("kept" if is_over else "booked")


@pytest.mark.parametrize("to", [SlotState.OPEN, SlotState.BOOKED, "gone"])
def test_no_other_state_is_an_outcome(consultant: User, to: str) -> None:
    slot = field.booked(by=consultant)
    with clock.at(slot.ends_at), pytest.raises(Refused, match="Say whether"):
        record_slot_outcome(slot=slot, revision=2, to=to, by=consultant)


@pytest.mark.parametrize(("minutes", "is_booked"), [(-1, True), (0, False), (1, False)])
def test_an_appointment_is_booked_until_it_begins(
    consultant: User, minutes: int, is_booked: bool
) -> None:
    slot, other = field.slot(by=consultant), field.recruit(by=consultant)
    with clock.at(slot.starts_at + timedelta(minutes=minutes)):
        if is_booked:
            book_slot(slot=slot, revision=1, participant=other, by=consultant)
        else:
            with pytest.raises(Refused, match="already started"):
                book_slot(slot=slot, revision=1, participant=other, by=consultant)
    stored = Slot.objects.get(pk=slot.pk)
    assert (stored.state, stored.participant, stored.revision) == (
        ("booked", other, 2) if is_booked else ("open", None, 1)
    )
    acts = AuditEntry.objects.filter(verb="booked an appointment")
    assert [json.loads(act.payload) for act in acts] == [{"participant": str(other.pk)}] * is_booked


@pytest.mark.parametrize(
    ("starts", "minutes", "words"),
    [
        (60, 60, ""),
        (60, 8 * 60, ""),
        (0, 60, ""),
        (60, 8 * 60 + 1, "eight hours"),
        (60, 0, "end after it starts"),
        (60, -1, "end after it starts"),
        (-1, 60, "in the future"),
    ],
)
def test_times_of_an_appointment_that_cannot_be_are_refused(
    consultant: User, starts: int, minutes: int, words: str
) -> None:
    existing = field.slot(by=consultant, starts_at=clock.now() + timedelta(days=9))
    with clock.at(clock.now()):
        begins = clock.now() + timedelta(minutes=starts)
        values = replace(
            field.slot_values(by=consultant, starts_at=begins),
            ends_at=begins + timedelta(minutes=minutes),
        )
        if words:
            with pytest.raises(Refused, match=words):
                offer_slot(record_id=uuid4(), values=values, by=consultant)
            with pytest.raises(Refused, match=words):
                reschedule_slot(slot=existing, revision=1, values=values, by=consultant)
        else:
            row = reschedule_slot(slot=existing, revision=1, values=values, by=consultant)
            assert (row.starts_at, row.ends_at) == (values.starts_at, values.ends_at)
            free = replace(values, starts_at=values.ends_at, ends_at=values.ends_at + HOUR)
            row = offer_slot(record_id=uuid4(), values=free, by=consultant)
            assert (row.starts_at, row.state) == (values.ends_at, SlotState.OPEN)
