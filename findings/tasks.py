"""What the worker does for findings: remind the city of what is due, once a day."""

from datetime import date

from celery import shared_task

from clayton_review import clock
from clayton_review.jobs.actions import ring
from clayton_review.jobs.registry import job
from findings import actions
from findings.actions.reminders import REMIND

FIRST_HOUR = 8


@shared_task(name="findings.ring_reminders")
def ring_reminders() -> None:
    """Beat's question of each hour: the job of the day, from eight in the morning on.

    A morning on which nothing ran is made up for; what was sent is not sent again.
    """
    if clock.local(clock.now()).hour >= FIRST_HOUR:
        ring(REMIND, clock.today().isoformat())


@job(REMIND)
def remind(day: str) -> None:
    """Write the letters of a day; those that went out already are not sent again."""
    actions.remind(today=date.fromisoformat(day))
