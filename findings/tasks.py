"""Opening residents' notes of past weeks, and the regular look for such weeks.

Sending a note rings no bell: a job row or a message for each would be a trace in order of arrival.
"""

from celery import shared_task

from clayton_review.jobs.actions import ring
from clayton_review.jobs.registry import job
from findings.actions import telling


@job("findings.open_notes")
def open_notes(week: str) -> None:
    """Open what came in before the week of this Monday."""
    if telling.open_notes():
        telling.sweep_opened_notes()


@shared_task(name="findings.look_for_notes")
def look_for_notes() -> None:
    """Ring once a week has passed in which somebody wrote."""
    if telling.has_week_waiting():
        ring("findings.open_notes", telling.this_week().isoformat())
