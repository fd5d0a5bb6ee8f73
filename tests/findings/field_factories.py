"""Factories of minimal contacts, slots and field activities; later states through actions."""

import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta

from clayton_review import clock
from clayton_review.accounts.models import User
from findings.coding.actions.code_book import define_code
from findings.coding.inputs import CodeInput
from findings.coding.models.codes import Code
from findings.coding.models.quotable_texts import Consent, SpeakerGroup
from findings.fieldwork.actions.activities import record_activity, write_notes
from findings.fieldwork.actions.contacts import log_contact_attempt
from findings.fieldwork.actions.participants import add_participant
from findings.fieldwork.actions.slots import book_slot, offer_slot
from findings.fieldwork.inputs import (
    ActivityInput,
    AttendanceInput,
    ContactAttemptInput,
    ParticipantInput,
    SlotInput,
)
from findings.fieldwork.models.activities import ActivityKind, FieldActivity
from findings.fieldwork.models.contacts import ContactAttempt, ContactChannel, ContactOutcome
from findings.fieldwork.models.slots import Slot
from findings.interviews.models.participants import Participant


def recruit(*, by: User, group: str = SpeakerGroup.RESIDENT) -> Participant:
    """Create a participant whom nobody has asked yet."""
    values = replace(make_values(), group=group)
    return add_participant(record_id=uuid.uuid4(), values=values, by=by)


def make_values() -> ParticipantInput:
    """Return the values of a participant who was not asked for consent yet."""
    return ParticipantInput(group=SpeakerGroup.RESIDENT, consent=Consent.NOT_ASKED)


def attempt(
    *,
    by: User,
    participant: Participant | None = None,
    outcome: str = ContactOutcome.MESSAGE,
    note: str = "",
    days_ago: int = 0,
    next_in: int | None = None,
) -> ContactAttempt:
    """Log a phone call, with a next step if its day is given."""
    made_at = clock.now() - timedelta(days=days_ago, minutes=1)
    values = ContactAttemptInput(
        made_at=made_at,
        made_by=by,
        channel=ContactChannel.PHONE,
        outcome=outcome,
        note=note,
        next_step="" if next_in is None else "Call again",
        next_on=None if next_in is None else clock.today() + timedelta(days=next_in),
    )
    return log_contact_attempt(
        record_id=uuid.uuid4(), participant=participant or recruit(by=by), values=values, by=by
    )


def slot_values(*, by: User, starts_at: datetime | None = None, where: str = "") -> SlotInput:
    """Return the values of a slot of one hour, tomorrow unless another time is given."""
    begins = starts_at or clock.now() + timedelta(hours=20)
    return SlotInput(
        starts_at=begins, ends_at=begins + timedelta(hours=1), interviewer=by, where=where
    )


def slot(*, by: User, starts_at: datetime | None = None, where: str = "") -> Slot:
    """Create an open slot."""
    values = slot_values(by=by, starts_at=starts_at, where=where)
    return offer_slot(record_id=uuid.uuid4(), values=values, by=by)


def booked(
    *,
    by: User,
    participant: Participant | None = None,
    starts_at: datetime | None = None,
    where: str = "",
) -> Slot:
    """Create a booked slot."""
    open_slot = slot(by=by, starts_at=starts_at, where=where)
    somebody = participant or recruit(by=by)
    return book_slot(slot=open_slot, revision=open_slot.revision, participant=somebody, by=by)


def activity(
    *,
    by: User,
    title: str = "Dialogue at the library",
    kind: str = ActivityKind.DIALOGUE,
    consent: str = Consent.GROUP_LABEL,
    turnout: AttendanceInput | None = None,
    n_attended: int | None = None,
    held_on: date | None = None,
) -> FieldActivity:
    """Create a dialogue held today, unless another day is given."""
    values = ActivityInput(
        kind=kind,
        title=title,
        held_on=held_on or clock.today(),
        minutes=90,
        consent=consent,
        n_attended=n_attended,
    )
    return record_activity(
        record_id=uuid.uuid4(),
        values=values,
        facilitators=[by],
        attendance=turnout or AttendanceInput(),
        by=by,
    )


def noted(*, by: User, text: str, activity: FieldActivity | None = None) -> FieldActivity:
    """Create an activity with notes."""
    described = activity or _activity(by)
    return write_notes(activity=described, revision=described.revision, text=text, by=by)


def code(name: str, *, by: User, parent: Code | None = None) -> Code:
    """Create a code."""
    values = CodeInput(name, "What it means.", parent=parent)
    return define_code(record_id=uuid.uuid4(), values=values, by=by)


def _activity(by: User) -> FieldActivity:
    return activity(by=by)
