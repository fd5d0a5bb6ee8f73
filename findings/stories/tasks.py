"""Background jobs that open the notes of past weeks.

Sending a note requests no job: a job row for each would show the order in which they arrived.
"""

from celery import shared_task

from clayton_review.jobs.actions import request_run
from clayton_review.jobs.registry import job
from findings.stories.actions import sealed_notes
from surveys.answers.actions.opening import this_week
from surveys.answers.actions.sweep import sweep, tables_to_sweep


@job(sealed_notes.OPENING_JOB, title="Opening of residents’ stories")
def open_notes(week: str) -> None:
    """Open the notes of all weeks before the week of this Monday."""
    sealed_notes.open_notes()


@job(sealed_notes.SWEEP_JOB, title="Removal of opened stories from the database’s files")
def sweep_notes(key: str) -> None:
    """Take opened notes out of the database's files."""
    sweep(sealed_notes.NOTES_TABLE)


@shared_task(name="findings.look_for_notes")
def look_for_notes() -> None:
    """Request the job that opens notes when a week with notes is over, and the sweep after it.

    Notes that were set aside are tried again: a key may have come back.
    """
    sealed_notes.redate_notes_of_the_future()
    if sealed_notes.has_notes_to_open():
        request_run(sealed_notes.OPENING_JOB, this_week().isoformat(), is_by_clock=True)
    if tables_to_sweep(sealed_notes.NOTES_TABLE):
        request_run(sealed_notes.SWEEP_JOB, is_by_clock=True)
