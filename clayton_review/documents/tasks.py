"""Background jobs of the library: deliveries, their text, reminders to the city, cleaning up."""

from uuid import UUID

from celery import shared_task

from clayton_review import clock
from clayton_review.documents import actions
from clayton_review.documents.actions.orphaned_uploads import DELETE_ORPHANS
from clayton_review.documents.actions.receiving import TAKE_IN
from clayton_review.documents.actions.requests import REMIND
from clayton_review.documents.actions.texts import READ_TEXTS
from clayton_review.jobs.actions import request_run
from clayton_review.jobs.registry import INTAKE, job

FIRST_HOUR = 8
INTAKE_MINUTES = 45  # more than is spent on the text of one delivery


@job(TAKE_IN, title="Files of a delivery", queue=INTAKE, minutes=INTAKE_MINUTES)
def take_in(intake_id: str) -> None:
    """Take in a delivery, or the rest of one."""
    actions.take_in(intake_id=UUID(intake_id))


@job(READ_TEXTS, title="Text of received files", queue=INTAKE, minutes=INTAKE_MINUTES)
def read_texts(intake_id: str) -> None:
    actions.read_texts(intake_id=UUID(intake_id))


@job(REMIND, title="Reminders of document requests")
def remind(_day: str) -> None:
    """Mail those who must hear of a request."""
    actions.remind()


@job(DELETE_ORPHANS, title="Deletion of abandoned uploads")
def delete_orphaned_uploads(_key: str) -> None:
    """Delete uploads that belong to no delivery."""
    actions.delete_orphaned_uploads()


@shared_task(name="documents.request_reminders")
def request_reminders() -> None:
    """Request the reminders of the day, in Clayton's working hours."""
    now = clock.local(clock.now())
    if now.hour >= FIRST_HOUR:
        request_run(REMIND, now.date().isoformat(), is_by_clock=True)


@shared_task(name="documents.request_orphan_deletion")
def request_orphan_deletion() -> None:
    """Request the deletion of orphaned uploads; one job, requested again each time."""
    request_run(DELETE_ORPHANS, is_by_clock=True)
