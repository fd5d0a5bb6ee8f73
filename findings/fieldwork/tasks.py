"""Background job that reminds of appointments."""

from uuid import UUID

from clayton_review.jobs.registry import job
from findings.fieldwork.actions.appointment_reminders import send_reminder
from findings.fieldwork.actions.slots import APPOINTMENT_REMINDER_JOB


@job(APPOINTMENT_REMINDER_JOB, title="Reminder of an appointment")
def remind_of_appointment(slot_id: str) -> None:
    """Send the reminder of one slot if it is wanted and due."""
    send_reminder(slot_id=UUID(slot_id))
