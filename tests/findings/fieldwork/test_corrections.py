"""Corrections of contacts, appointments and activities: stored, refused, and of one row only."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.citable.records import Stale
from clayton_review.refusals import Refused
from findings.coding.models.quotable_texts import Consent
from findings.fieldwork.actions.activities import amend_activity, withdraw_activity
from findings.fieldwork.actions.contacts import amend_contact_attempt, withdraw_contact_attempt
from findings.fieldwork.actions.slots import free_slot, reschedule_slot, withdraw_slot
from findings.fieldwork.inputs import (
    ActivityInput,
    AttendanceInput,
    ContactAttemptInput,
    PrintedShare,
)
from findings.fieldwork.models.activities import ActivityKind, FieldActivity
from findings.fieldwork.models.contacts import ContactAttempt, ContactChannel, ContactOutcome
from findings.fieldwork.models.slots import Slot
from tests.findings import field_factories as field


def contact_values(by: User) -> ContactAttemptInput:
    """Return values that differ from those of the factory."""
    return ContactAttemptInput(
        made_at=clock.now() - timedelta(hours=2),
        made_by=by,
        channel=ContactChannel.EMAIL,
        outcome=ContactOutcome.REACHED,
        note="Wants to think about it.",
        next_step="Write again",
        next_on=clock.today() + timedelta(days=1),
    )


def test_a_corrected_contact_stores_every_value(consultant: User, second_consultant: User) -> None:
    attempt, other = field.attempt(by=consultant), field.attempt(by=consultant)
    values = contact_values(second_consultant)
    amend_contact_attempt(attempt=attempt, revision=1, values=values, by=consultant)
    stored = ContactAttempt.objects.get(pk=attempt.pk)
    assert {name: getattr(stored, name) for name in vars(values)} == vars(values)
    assert stored.revision == 2
    other.refresh_from_db()
    assert (other.outcome, other.revision) == (ContactOutcome.MESSAGE, 1)
    with pytest.raises(Stale):
        amend_contact_attempt(attempt=attempt, revision=1, values=values, by=consultant)


def test_days_of_a_contact_that_cannot_be_are_refused(consultant: User) -> None:
    attempt = field.attempt(by=consultant)
    values, today = contact_values(consultant), clock.today()
    for wrong, words in (
        (replace(values, made_at=clock.now() + timedelta(hours=1)), "is in the future"),
        (replace(values, next_step=""), "Enter both the next step and its date"),
        (replace(values, next_on=None), "Enter both the next step and its date"),
        (replace(values, next_on=today - timedelta(days=2)), "dated before this contact"),
    ):
        with pytest.raises(Refused, match=words):
            amend_contact_attempt(attempt=attempt, revision=1, values=wrong, by=consultant)
    attempt.refresh_from_db()
    assert attempt.revision == 1


def test_a_withdrawn_contact_keeps_its_reason(consultant: User) -> None:
    attempt, other = field.attempt(by=consultant), field.attempt(by=consultant)
    withdraw_contact_attempt(
        attempt=attempt, revision=1, reason="Logged for someone else", by=consultant
    )
    stored = ContactAttempt.objects.get(pk=attempt.pk)
    assert stored.withdrawn_reason == "Logged for someone else"
    assert list(ContactAttempt.objects.current()) == [other]


def test_only_an_appointment_that_nobody_booked_is_withdrawn(consultant: User) -> None:
    free, booked = (
        field.slot(by=consultant),
        field.booked(by=consultant, starts_at=clock.now() + timedelta(days=2)),
    )
    withdraw_slot(slot=free, revision=1, reason="The room is closed", by=consultant)
    assert Slot.objects.get(pk=free.pk).withdrawn_reason == "The room is closed"
    with pytest.raises(Refused, match="Someone is booked for this appointment"):
        withdraw_slot(slot=booked, revision=2, reason="The room is closed", by=consultant)
    assert list(Slot.objects.current()) == [booked]


def test_a_corrected_activity_stores_every_value(consultant: User, second_consultant: User) -> None:
    row = field.activity(by=consultant, turnout=AttendanceInput(groups=(("resident", 12),)))
    other = field.activity(by=consultant, turnout=AttendanceInput(groups=(("resident", 3),)))
    values = ActivityInput(
        kind=ActivityKind.DIALOGUE,
        title="Dialogue at the school",
        held_on=clock.today(),
        minutes=45,
        language="es",
        consent=Consent.NOT_QUOTED,
        n_attended=9,
    )
    amend_activity(
        activity=row,
        revision=1,
        values=values,
        facilitators=[second_consultant],
        attendance=AttendanceInput(groups=(("resident", 8),)),
        by=consultant,
    )
    stored = FieldActivity.objects.get(pk=row.pk)
    assert {name: getattr(stored, name) for name in vars(values)} == vars(values)
    assert stored.revision == 2
    assert list(stored.facilitators.all()) == [second_consultant]
    assert _counts(stored) == {"resident": 8}
    other.refresh_from_db()
    assert (other.title, other.revision) == ("Dialogue at the library", 1)
    assert _counts(other) == {"resident": 3}


@pytest.mark.parametrize(
    "changed", [[], ["attendance"], ["facilitators"], ["title"], ["attendance", "title"],
                ["attendance", "facilitators", "title"]]
)  # fmt: skip
def test_a_correction_names_what_changed_and_is_one_revision(
    consultant: User, second_consultant: User, changed: list[str]
) -> None:
    printed = (PrintedShare("white", Decimal(58)),)
    turnout = AttendanceInput((("resident", 12), ("officer", 2)), printed)
    row, other = (field.activity(by=consultant, turnout=turnout) for _ in range(2))
    amend_activity(
        activity=row,
        revision=1,
        values=ActivityInput(
            kind=row.kind, title="New" if "title" in changed else row.title, held_on=row.held_on,
            minutes=90, consent=row.consent,
        ),
        facilitators=[consultant, *[second_consultant] * ("facilitators" in changed)],
        attendance=replace(turnout, printed=()) if "attendance" in changed else turnout,
        by=consultant,
    )  # fmt: skip
    stored = FieldActivity.objects.get(pk=row.pk)
    assert stored.revision == (2 if changed else 1)
    acts = AuditEntry.objects.filter(verb="amended an activity")
    assert [json.loads(act.payload)["changed"] for act in acts] == [changed] * bool(changed)
    lines = [("resident", 12, "", None), ("officer", 2, "", None), ("", None, "white", 58)]
    kept = lines[:2] if "attendance" in changed else lines
    for activity, expected in ((stored, kept), (other, lines)):
        rows = activity.attendance.order_by("position")
        assert list(rows.values_list("group", "n", "label", "percent")) == expected
        assert [line.position for line in rows] == list(range(len(expected)))
    assert list(other.facilitators.all()) == [consultant]


def _counts(activity: FieldActivity) -> dict[str, int | None]:
    return dict(activity.attendance.values_list("group", "n"))


def test_other_facilitators_alone_are_a_change(consultant: User, second_consultant: User) -> None:
    row = field.activity(by=consultant)
    values = ActivityInput(
        kind=row.kind, title=row.title, held_on=row.held_on, minutes=90, consent=row.consent
    )
    amend_activity(
        activity=row, revision=1, values=values, facilitators=[second_consultant],
        attendance=AttendanceInput(), by=consultant,
    )  # fmt: skip
    stored = FieldActivity.objects.get(pk=row.pk)
    assert (list(stored.facilitators.all()), stored.revision) == ([second_consultant], 2)


def test_other_attendance_alone_is_a_change(consultant: User) -> None:
    row = field.activity(by=consultant)
    values = ActivityInput(
        kind=row.kind, title=row.title, held_on=row.held_on, minutes=90, consent=row.consent
    )
    change = partial(
        amend_activity, activity=row, values=values, facilitators=row.facilitators.all(),
        by=consultant,
    )  # fmt: skip
    came = AttendanceInput(groups=(("resident", 7),))
    assert change(revision=1, attendance=came).revision == 2
    assert change(revision=2, attendance=came).revision == 2  # nothing is new
    (entry,) = AuditEntry.objects.filter(verb="amended an activity")
    assert "attendance" in entry.payload


def test_an_activity_without_a_title_is_refused(consultant: User) -> None:
    row = field.activity(by=consultant)
    values = ActivityInput(
        kind=row.kind, title=" ", held_on=row.held_on, minutes=90, consent=row.consent
    )
    with pytest.raises(Refused, match="Enter a title"):
        amend_activity(
            activity=row, revision=1, values=values, facilitators=[],
            attendance=AttendanceInput(), by=consultant,
        )  # fmt: skip


def test_a_withdrawn_activity_keeps_its_reason(consultant: User) -> None:
    row, other = field.activity(by=consultant), field.activity(by=consultant)
    withdraw_activity(activity=row, revision=1, reason="Counted twice", by=consultant)
    assert FieldActivity.objects.get(pk=row.pk).withdrawn_reason == "Counted twice"
    assert list(FieldActivity.objects.current()) == [other]


def test_a_moved_appointment_is_checked_like_a_new_one(consultant: User) -> None:
    slot = field.slot(by=consultant)
    for values, words in (
        (field.slot_values(by=consultant, starts_at=clock.now() - timedelta(days=1)), "future"),
        (replace(field.slot_values(by=consultant), ends_at=clock.now()), "end after it starts"),
        (field.slot_values(by=consultant, where="Suite of the police review"), "Leave out"),
    ):
        with pytest.raises(Refused, match=words):
            reschedule_slot(slot=slot, revision=1, values=values, by=consultant)
    slot.refresh_from_db()
    assert slot.revision == 1


def test_a_freed_appointment_has_no_participant(consultant: User) -> None:
    slot = field.booked(by=consultant)
    other = field.booked(by=consultant, starts_at=clock.now() + timedelta(days=3))
    free_slot(slot=slot, revision=slot.revision, by=consultant)
    slot.refresh_from_db()
    assert (slot.state, slot.participant) == ("open", None)
    other.refresh_from_db()
    assert other.state == "booked"
