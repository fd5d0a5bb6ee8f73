"""Background job that reminds the city."""

from datetime import date

from celery import shared_task

from clayton_review import clock
from clayton_review.jobs.actions import request_run
from clayton_review.jobs.registry import job
from findings.recommendations.actions.reminders import REMINDER_JOB
from findings.recommendations.actions.reminders import send_reminders as remind_now

FIRST_HOUR = 8


@shared_task(name="findings.request_reminders")
def request_reminders() -> None:
    """Request the job of the day, each hour from eight in the morning on.

    A morning on which nothing ran is made up for; letters are not sent twice.
    """
    if clock.local(clock.now()).hour >= FIRST_HOUR:
        request_run(REMINDER_JOB, clock.today().isoformat(), is_by_clock=True)


@job(REMINDER_JOB, title="Reminders of recommendations to the city")
def remind(day: str) -> None:
    """Send the letters of a day that were not sent yet."""
    remind_now(today=date.fromisoformat(day))
