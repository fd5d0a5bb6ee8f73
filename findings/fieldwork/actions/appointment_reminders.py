"""E-mail that reminds a participant of an appointment, sent by a job the day before."""

from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from clayton_review import clock
from clayton_review.audit.actions import record
from clayton_review.vault import actions as vault
from findings.fieldwork.actions.identities import VAULT_TABLE
from findings.fieldwork.models.slots import REMINDER_LEAD_TIME, Slot, SlotState
from findings.fieldwork.selectors.appointment_reminders import reminder

REASON = "Reminder of an appointment, which the participant asked for"


def send_reminder(*, slot_id: UUID) -> bool:
    """Send the reminder of a booked slot once; return True if it was sent now.

    Nothing is sent to people who did not ask for it, have no e-mail in the vault or were reminded
    of this time already, nor for slots that were freed, moved further away or have begun. Running
    it twice sends one e-mail, unless the process dies between sending and recording it.
    """
    slot = _find_due_slot(slot_id)
    if slot is None or slot.participant is None:
        return False
    if not vault.has_field(table=VAULT_TABLE, row=slot.participant.pk, field="email"):
        return False
    address = vault.read_field(
        table=VAULT_TABLE,
        row=slot.participant.pk,
        field="email",
        by="the reminder job",
        reason=REASON,
    )
    with transaction.atomic():
        locked = Slot.objects.select_for_update().filter(pk=slot_id, reminded_at=None).first()
        if locked is None or locked.revision != slot.revision:
            return False
        words = reminder(slot, "email", slot.participant.language)
        send_mail(words.subject, words.text, settings.REMINDERS_FROM_EMAIL, [address])
        locked.reminded_at = clock.now()
        locked.save(update_fields=["reminded_at"])
        record(by=None, verb="sent a reminder", obj=locked)
    return True


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
