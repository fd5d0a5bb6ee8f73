"""What the worker does for field work: remind of an appointment the day before."""

from uuid import UUID

from clayton_review.jobs.registry import job
from findings import actions
from findings.actions.slots import REMIND


@job(REMIND)
def remind(slot_id: str) -> None:
    """Send the reminder of one slot, when it is wanted and due."""
    actions.send_reminder(slot_id=UUID(slot_id))
