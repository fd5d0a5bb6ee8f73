"""Background jobs that open the notes of past weeks.

Sending a note requests no job: a job row for each would show the order in which they arrived.
"""

from celery import shared_task

from clayton_review.jobs.actions import request_run
from clayton_review.jobs.registry import job
from findings.stories.actions import sealed_notes
from surveys.answers.actions.opening import this_week


@job("findings.open_notes", title="Opening of residents’ stories")
def open_notes(week: str) -> None:
    """Open the notes of all weeks before the week of this Monday."""
    if sealed_notes.open_notes():
        sealed_notes.vacuum_opened_notes()


@shared_task(name="findings.look_for_notes")
def look_for_notes() -> None:
    """Request the job that opens notes when a week with notes is over."""
    if sealed_notes.has_week_waiting():
        request_run("findings.open_notes", this_week().isoformat(), is_by_clock=True)
