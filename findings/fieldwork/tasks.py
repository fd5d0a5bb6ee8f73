"""Background jobs of field work: reminders of appointments."""

from uuid import UUID

from clayton_review.jobs.registry import job
from findings.fieldwork.actions.appointment_reminders import send_reminder
from findings.fieldwork.actions.slots import REMIND_OF_APPOINTMENT


@job(REMIND_OF_APPOINTMENT)
def remind_of_appointment(slot_id: str) -> None:
    """Send the reminder of one slot, when it is wanted and due."""
    send_reminder(slot_id=UUID(slot_id))
