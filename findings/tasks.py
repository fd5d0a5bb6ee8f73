"""What the worker does here: reminds the city and participants, opens residents' notes.

Sending a note requests no job: a job row for each would be a trace in order of arrival.
"""

from datetime import date
from uuid import UUID

from celery import shared_task

from clayton_review import clock
from clayton_review.jobs.actions import request_run
from clayton_review.jobs.registry import job
from findings.fieldwork.actions.appointment_reminders import send_reminder
from findings.fieldwork.actions.slots import REMIND_OF_APPOINTMENT
from findings.recommendations.actions.reminders import REMIND
from findings.recommendations.actions.reminders import send_reminders as remind_now
from findings.stories.actions import sealed_notes

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


@job(REMIND_OF_APPOINTMENT)
def remind_of_appointment(slot_id: str) -> None:
    """Send the reminder of one slot, when it is wanted and due."""
    send_reminder(slot_id=UUID(slot_id))


@job("findings.open_notes")
def open_notes(week: str) -> None:
    """Open what came in before the week of this Monday."""
    if sealed_notes.open_notes():
        sealed_notes.sweep_opened_notes()


@shared_task(name="findings.look_for_notes")
def look_for_notes() -> None:
    """Ring once a week has passed in which somebody wrote."""
    if sealed_notes.has_week_waiting():
        request_run("findings.open_notes", sealed_notes.this_week().isoformat())
