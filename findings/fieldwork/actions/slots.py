"""Offering slots, booking them for participants, moving and freeing them, and what came of it."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.citable import records
from clayton_review.jobs.actions import request_run
from clayton_review.refusals import Refused
from findings.fieldwork.inputs import SlotInput
from findings.fieldwork.models.contacts import Channel, ContactAttempt, Outcome
from findings.fieldwork.models.slots import Slot, SlotState
from findings.fieldwork.policies import check_slot_move, telling_words
from findings.interviews.models.participants import Participant

REMIND_OF_APPOINTMENT = "findings.remind_of_appointment"
LONGEST = timedelta(hours=8)
DAY_BEFORE = timedelta(hours=24)
_CLASHES = {
    "interviewer_is_in_one_place": "The interviewer has another slot at that time.",
    "participant_is_booked_once_at_a_time": "The participant has another slot at that time.",
}


def offer_slot(*, record_id: UUID, facts: SlotInput, by: User) -> Slot:
    """A time that can be booked; raises `Refused` when the interviewer is taken then."""
    _check(facts)
    try:
        with transaction.atomic():
            row, is_new = records.create_once(
                Slot, record_id=record_id, facts=facts, recorded_by=by
            )
            if is_new:
                record(by=by, verb="offered a slot", obj=row)
    except IntegrityError as clash:
        raise _clash(clash) from clash
    return row


def move_slot(*, slot: Slot, revision: int, facts: SlotInput, by: User) -> Slot:
    """Another time, place or interviewer; a booked participant is reminded of the new time."""
    _check(facts)
    try:
        with transaction.atomic():
            row = records.locked(slot, revision=revision)
            if row.state not in (SlotState.OPEN, SlotState.BOOKED):
                raise Refused("This slot is in the past, so it cannot be rescheduled.")
            former = records.revise(row, facts)
            if "starts_at" in former:
                row.reminded_at = None
                row.save(update_fields=["reminded_at"])
                _ring(row)
            if former:
                record(by=by, verb="moved a slot", obj=row, changed=sorted(former))
    except IntegrityError as clash:
        raise _clash(clash) from clash
    return row


def book_slot(*, slot: Slot, revision: int, participant: Participant, by: User) -> Slot:
    """Keep an open slot for a participant; raises `Refused` when it is taken or past."""
    if participant.is_withdrawn:
        raise Refused(f"{participant.code} has been withdrawn. Choose another participant.")
    try:
        with transaction.atomic():
            row = records.locked(slot, revision=revision)
            check_slot_move(row, SlotState.BOOKED)
            if row.starts_at <= clock.now():
                raise Refused("This slot has already started. Choose a later one.")
            _set(row, SlotState.BOOKED, participant)
            _ring(row)
            record(by=by, verb="booked a slot", obj=row, participant=participant.pk)
    except IntegrityError as clash:
        raise _clash(clash) from clash
    return row


def free_slot(*, slot: Slot, revision: int, by: User) -> Slot:
    """Give a booked slot back, so that somebody else can have it."""
    with transaction.atomic():
        row = records.locked(slot, revision=revision)
        check_slot_move(row, SlotState.OPEN)
        row.reminded_at = None
        _set(row, SlotState.OPEN, None)
        record(by=by, verb="freed a slot", obj=row)
    return row


def close_slot(*, slot: Slot, revision: int, to: str, by: User) -> Slot:
    """Say whether the participant came; who did not come stands in the contact log."""
    with transaction.atomic():
        row = records.locked(slot, revision=revision)
        if to not in (SlotState.KEPT, SlotState.MISSED):
            raise Refused("Say whether the participant came.")
        check_slot_move(row, to)
        if row.starts_at > clock.now():
            raise Refused(
                "This slot is in the future. Reschedule it or cancel the booking instead."
            )
        _set(row, SlotState(to), row.participant)
        if to == SlotState.MISSED:
            _log_no_show(row, by)
        else:
            _take_no_show_back(row, by)
        record(by=by, verb=f"marked a slot as {to}", obj=row)
    return row


def withdraw_slot(*, slot: Slot, revision: int, reason: str, by: User) -> Slot:
    """Take a slot out of the calendar; a booked one is freed first, by whoever decides that."""
    with transaction.atomic():
        if slot.state == SlotState.BOOKED:
            raise Refused(
                "Someone is booked for this slot. Tell the participant and cancel the booking "
                "first."
            )
        row = records.withdraw(slot, revision=revision, reason=reason, by=by)
        record(by=by, verb="withdrew a slot", obj=row)
    return row


def _set(row: Slot, state: SlotState, participant: Participant | None) -> None:
    row.state, row.participant, row.revision = state, participant, row.revision + 1
    row.save()


def request_reminders(participant: Participant) -> None:
    """Ask for the reminders of whoever wants them from now on; part of an action."""
    slots = participant.slots.current().filter(state=SlotState.BOOKED, starts_at__gt=clock.now())
    for slot in slots.select_related("participant"):
        _ring(slot)


def _ring(row: Slot) -> None:
    if row.participant and row.participant.wants_reminder:
        due_at = max(clock.now(), row.starts_at - DAY_BEFORE)
        request_run(REMIND_OF_APPOINTMENT, str(row.pk), due_at=due_at)


def _log_no_show(row: Slot, by: User) -> None:
    assert row.participant is not None  # noqa: S101  # a missed slot was booked
    ContactAttempt.objects.create(
        id=uuid4(),
        participant=row.participant,
        made_at=row.starts_at,
        made_by=row.interviewer,
        channel=Channel.IN_PERSON,
        outcome=Outcome.NO_SHOW,
        next_step="Ask for another day",
        next_on=clock.today(),
        slot=row,
        recorded_by=by,
    )


def _take_no_show_back(row: Slot, by: User) -> None:
    for attempt in row.attempts.current().filter(outcome=Outcome.NO_SHOW):
        records.withdraw(
            attempt, revision=attempt.revision, reason="The participant came after all.", by=by
        )


def _check(facts: SlotInput) -> None:
    if facts.ends_at <= facts.starts_at:
        raise Refused("A slot must end after it starts.", field="minutes")
    if facts.ends_at - facts.starts_at > LONGEST:
        raise Refused("A slot can last eight hours at most.", field="minutes")
    if facts.starts_at < clock.now():
        raise Refused("A slot must be in the future. Choose a later time.", field="starts_at")
    if found := telling_words(facts.where):
        raise Refused(
            f"Other people may see this in a reminder. Leave out “{found[0]}” and give only "
            "the building or street.",
            field="where",
        )


def _clash(error: IntegrityError) -> Exception:
    for name, words in _CLASHES.items():
        if name in str(error):
            return Refused(words, field="starts_at")
    return error
