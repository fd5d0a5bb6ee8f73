"""E-mail that reminds a participant of an appointment, sent by a job the day before."""

from uuid import UUID

from django.conf import settings
from django.db import transaction

from clayton_review import clock
from clayton_review.audit.actions import record
from clayton_review.letters.actions import (
    begin_attempt,
    deliver,
    fail_attempt,
    get_or_create_letter,
)
from clayton_review.letters.content import LetterContent
from clayton_review.letters.delivery import NotDelivered
from clayton_review.letters.models import UNSENT, Letter
from clayton_review.vault import actions as vault
from findings.fieldwork.actions.identities import VAULT_TABLE
from findings.fieldwork.actions.slots import reminder_of, take_back_reminders
from findings.fieldwork.models.slots import REMINDER_LEAD_TIME, Slot, SlotState
from findings.fieldwork.selectors.appointment_reminders import reminder
from findings.interviews.models.participants import Participant

REASON = "Reminder of an appointment, which the participant asked for"


def send_reminder(*, slot_id: UUID) -> bool:
    """Send the reminder of a booked slot once; return True if it was sent now.

    Nothing is sent to people who did not ask for it, have no e-mail in the vault or were reminded
    of this booking already, nor for slots that were freed, moved further away or have begun, nor
    what the lead set aside. The letter's row holds neither address nor text, which stay in the
    vault and are read each time. A reminder that the mail server refuses for good is not tried
    again, until somebody changes what it is about. Raises `NotDelivered` when the server does not
    take it now, so that the job is run again.
    """
    slot = _find_due_slot(slot_id)
    take_back_reminders(slot_id, but=slot)
    if slot is None or slot.participant is None:
        return False
    if not vault.has_field(table=VAULT_TABLE, row=slot.participant.pk, field="email"):
        return False
    try:
        return _send_once(slot, slot.participant)
    except NotDelivered as error:
        if error.is_refused:
            return False
        raise


def _send_once(slot: Slot, participant: Participant) -> bool:
    words = reminder(slot, "email", participant.language)
    letter = get_or_create_letter(reminder_of(slot), subject=words.subject)
    if letter.set_aside_at:
        return False
    if letter.state not in UNSENT:  # by a worker that was killed before it marked the slot
        _mark_reminded(slot)
        return False
    address = vault.read_field(
        table=VAULT_TABLE, row=participant.pk, field="email", by="the reminder job", reason=REASON
    )
    if not _begin(slot, letter):
        return send_reminder(slot_id=slot.pk)
    content = LetterContent(words.text, from_email=settings.REMINDERS_FROM_EMAIL)
    try:
        deliver(letter, content, to=address)
    except NotDelivered as error:
        fail_attempt(letter, error)
        raise
    _mark_reminded(slot)
    return True


@transaction.atomic
def _begin(slot: Slot, letter: Letter) -> bool:
    """Count an attempt; False if slot or letter changed since they were read, so nothing begins."""
    slots = Slot.objects.select_for_update().filter(pk=slot.pk, revision=slot.revision)
    return slots.first() is not None and begin_attempt(letter)


def _mark_reminded(slot: Slot) -> None:
    with transaction.atomic():
        row = Slot.objects.select_for_update().filter(pk=slot.pk, revision=slot.revision).first()
        if row is not None and row.reminded_at is None:
            row.reminded_at = clock.now()
            row.save(update_fields=["reminded_at"])
            record(by=None, verb="sent a reminder", obj=row)


def _find_due_slot(slot_id: UUID) -> Slot | None:
    now = clock.now()
    rows = Slot.objects.current().filter(
        pk=slot_id,
        state=SlotState.BOOKED,
        participant__wants_reminder=True,
        participant__withdrawn_on__isnull=True,
        reminded_at=None,
        starts_at__gt=now,
        starts_at__lte=now + REMINDER_LEAD_TIME,
    )
    slot: Slot | None = rows.for_pages().first()
    return slot
