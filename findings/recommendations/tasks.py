"""Background jobs of recommendations: reminders to the city."""

from datetime import date

from celery import shared_task

from clayton_review import clock
from clayton_review.jobs.actions import request_run
from clayton_review.jobs.registry import job
from findings.recommendations.actions.reminders import REMIND
from findings.recommendations.actions.reminders import send_reminders as remind_now

FIRST_HOUR = 8


@shared_task(name="findings.request_reminders")
def request_reminders() -> None:
    """Beat's question of each hour: the job of the day, from eight in the morning on.

    A morning on which nothing ran is made up for; what was sent is not sent again.
    """
    if clock.local(clock.now()).hour >= FIRST_HOUR:
        request_run(REMIND, clock.today().isoformat())


@job(REMIND)
def remind(day: str) -> None:
    """Write the letters of a day; those that went out already are not sent again."""
    remind_now(today=date.fromisoformat(day))
