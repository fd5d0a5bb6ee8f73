"""Offer slots, book them, reschedule and free them, and record who came."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.citable import records
from clayton_review.jobs.actions import request_run
from clayton_review.letters.actions import give_up_earlier
from clayton_review.refusals import Refused
from findings.fieldwork.inputs import SlotInput
from findings.fieldwork.models.contacts import ContactAttempt, ContactChannel, ContactOutcome
from findings.fieldwork.models.slots import REMINDER_LEAD_TIME, Slot, SlotState
from findings.fieldwork.policies import check_slot_transition, revealing_words
from findings.interviews.models.participants import Participant

APPOINTMENT_REMINDER_JOB = "findings.remind_of_appointment"
MAX_DURATION = timedelta(hours=8)
_CLASHES = {
    "interviewer_is_in_one_place": "The interviewer has another appointment at that time.",
    "participant_is_booked_once_at_a_time": "The participant has another appointment at that time.",
}


def offer_slot(*, record_id: UUID, values: SlotInput, by: User) -> Slot:
    """Create a slot that can be booked.

    Raises `Refused` when the interviewer has another slot then, for impossible times, and for a
    place that reveals what the appointment is about.
    """
    _check(values)
    try:
        with transaction.atomic():
            row, is_new = records.create_once(
                Slot, record_id=record_id, values=values, recorded_by=by
            )
            if is_new:
                record(by=by, verb="offered an appointment", obj=row)
    except IntegrityError as clash:
        raise _refusal_for(clash) from clash
    return row


def reschedule_slot(*, slot: Slot, revision: int, values: SlotInput, by: User) -> Slot:
    """Change time, place or interviewer; a booked participant is reminded of the new time.

    Raises `Refused` as `offer_slot` does and for slots that are over, `Stale` on an outdated
    revision.
    """
    _check(values)
    try:
        with transaction.atomic():
            row = records.locked(slot, revision=revision)
            if row.state not in (SlotState.OPEN, SlotState.BOOKED):
                raise Refused("This appointment is in the past, so it cannot be rescheduled.")
            former = records.revise(row, values)
            if "starts_at" in former:
                row.reminded_at = None
                row.save(update_fields=["reminded_at"])
                take_back_reminders(row.pk)
                _request_reminder(row)
            if former:
                record(by=by, verb="moved an appointment", obj=row, changed=sorted(former))
    except IntegrityError as clash:
        raise _refusal_for(clash) from clash
    return row


def book_slot(*, slot: Slot, revision: int, participant: Participant, by: User) -> Slot:
    """Book an open slot for a participant and request the reminder.

    Raises `Refused` when the slot is taken or past, or the participant is withdrawn or booked then;
    `Stale` on an outdated revision.
    """
    if participant.is_withdrawn:
        raise Refused(f"{participant.code} has been withdrawn. Choose another participant.")
    try:
        with transaction.atomic():
            row = records.locked(slot, revision=revision)
            check_slot_transition(row, SlotState.BOOKED)
            if row.starts_at <= clock.now():
                raise Refused("This appointment has already started. Choose a later one.")
            _change_state(row, SlotState.BOOKED, participant)
            _request_reminder(row)
            record(by=by, verb="booked an appointment", obj=row, participant=participant.pk)
    except IntegrityError as clash:
        raise _refusal_for(clash) from clash
    return row


def free_slot(*, slot: Slot, revision: int, by: User) -> Slot:
    """Free a booked slot, so that somebody else can have it.

    Raises `Refused` when it is not booked, `Stale` on an outdated revision.
    """
    with transaction.atomic():
        row = records.locked(slot, revision=revision)
        check_slot_transition(row, SlotState.OPEN)
        row.reminded_at = None
        _change_state(row, SlotState.OPEN, None)
        take_back_reminders(row.pk)
        record(by=by, verb="freed an appointment", obj=row)
    return row


def record_slot_outcome(*, slot: Slot, revision: int, to: str, by: User) -> Slot:
    """Record if the participant came; a missed appointment is added to the contact log.

    Raises `Refused` for other outcomes and for a slot in the future, `Stale` on an outdated
    revision.
    """
    with transaction.atomic():
        row = records.locked(slot, revision=revision)
        if to not in (SlotState.KEPT, SlotState.MISSED):
            raise Refused("Say whether the participant came.")
        check_slot_transition(row, to)
        if row.starts_at > clock.now():
            raise Refused(
                "This appointment is in the future. Reschedule it or cancel the booking instead."
            )
        _change_state(row, SlotState(to), row.participant)
        if to == SlotState.MISSED:
            _log_no_show(row, by)
        else:
            _withdraw_no_show(row, by)
        record(by=by, verb=f"marked an appointment as {to}", obj=row)
    return row


def withdraw_slot(*, slot: Slot, revision: int, reason: str, by: User) -> Slot:
    """Withdraw a slot that is not booked, with the reason.

    Raises `Refused` when it is booked, `Stale` on an outdated revision.
    """
    with transaction.atomic():
        if slot.state == SlotState.BOOKED:
            raise Refused(
                "Someone is booked for this appointment. Tell the participant and cancel the "
                "booking first."
            )
        row = records.withdraw(slot, revision=revision, reason=reason, by=by)
        record(by=by, verb="withdrew an appointment", obj=row)
    return row


def _change_state(row: Slot, state: SlotState, participant: Participant | None) -> None:
    row.state, row.participant, row.revision = state, participant, row.revision + 1
    row.save()


def request_reminders(participant: Participant) -> None:
    """Request the reminders of all coming appointments of a participant; part of an action.

    What was refused or set aside before, as with a wrong address, does not keep a new one back.
    """
    slots = participant.slots.current().filter(state=SlotState.BOOKED, starts_at__gt=clock.now())
    for slot in slots.select_related("participant"):
        take_back_reminders(slot.pk)
        _request_reminder(slot)


def reminder_of(slot: Slot) -> str:
    """Return the name of the letter that reminds of a slot as it is booked now."""
    return f"{_reminders_of(slot.pk)}{slot.revision}"


def take_back_reminders(slot_id: UUID, *, but: Slot | None = None) -> None:
    """Send no reminder of what a slot was before; the one of a slot as it is now may stay."""
    give_up_earlier(_reminders_of(slot_id), but=reminder_of(but) if but else "")


def _reminders_of(slot_id: UUID) -> str:
    return f"appointment {slot_id} "


def _request_reminder(row: Slot) -> None:
    if row.participant and row.participant.wants_reminder:
        due_at = max(clock.now(), row.starts_at - REMINDER_LEAD_TIME)
        request_run(APPOINTMENT_REMINDER_JOB, str(row.pk), due_at=due_at)


def _log_no_show(row: Slot, by: User) -> None:
    assert row.participant is not None  # noqa: S101  # a missed slot was booked
    ContactAttempt.objects.create(
        id=uuid4(),
        participant=row.participant,
        made_at=row.starts_at,
        made_by=row.interviewer,
        channel=ContactChannel.IN_PERSON,
        outcome=ContactOutcome.NO_SHOW,
        next_step="Ask for another day",
        next_on=clock.today(),
        slot=row,
        recorded_by=by,
    )


def _withdraw_no_show(row: Slot, by: User) -> None:
    for attempt in row.attempts.current().filter(outcome=ContactOutcome.NO_SHOW):
        records.withdraw(
            attempt, revision=attempt.revision, reason="The participant came after all.", by=by
        )


def _check(values: SlotInput) -> None:
    if values.ends_at <= values.starts_at:
        raise Refused("An appointment must end after it starts.", field="minutes")
    if values.ends_at - values.starts_at > MAX_DURATION:
        raise Refused("An appointment can last eight hours at most.", field="minutes")
    if values.starts_at < clock.now():
        raise Refused(
            "An appointment must be in the future. Choose a later time.", field="starts_at"
        )
    if words := revealing_words(values.where):
        raise Refused(
            f"Other people may see this in a reminder. Leave out “{words[0]}” and give only "
            "the building or street.",
            field="where",
        )


def _refusal_for(error: IntegrityError) -> Exception:
    for name, sentence in _CLASHES.items():
        if name in str(error):
            return Refused(sentence, field="starts_at")
    return error
