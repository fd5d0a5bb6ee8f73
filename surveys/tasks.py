"""Opening batches of sealed answers, opening and closing surveys on their days, and the look at it.

A submission requests no job: a job row or a message for each would be one more trace in
order of arrival. Instead beat looks every few minutes, and the job is named by survey only.
"""

from datetime import date
from uuid import UUID

from celery import shared_task
from django.conf import settings

from clayton_review import clock
from clayton_review.jobs.actions import request_run
from clayton_review.jobs.registry import job
from surveys.analysis.actions.batches import open_batch
from surveys.answers.actions import received_counts
from surveys.answers.actions.opening import OPENING_JOB
from surveys.answers.actions.sweep import SEALED_TABLES, SWEEP_JOB, sweep, tables_to_sweep
from surveys.answers.actions.worker_keys import keep_worker_keys
from surveys.answers.disk_space import keep_sizes
from surveys.answers.selectors import surveys_to_open
from surveys.fielding.actions import status
from surveys.fielding.selectors import surveys_on_their_day


@job(OPENING_JOB, title="Opening of sealed survey answers", follows_residents=True)
def open_boxes(survey_id: str) -> None:
    """Open the boxes of one survey that may be opened now."""
    open_batch(survey_id=UUID(survey_id))


@job(
    SWEEP_JOB,
    title="Removal of opened boxes from the database’s files",
    follows_residents=True,  # an opening requests it
)
def sweep_boxes(key: str) -> None:
    """Take deleted boxes and codes out of the database's files."""
    sweep(*SEALED_TABLES)


@job("surveys.open_or_close_when_due", title="Start or end of a survey on its day")
def open_or_close_when_due(survey_id: str) -> None:
    """Open or close one survey on its day."""
    status.open_or_close_when_due(survey_id=UUID(survey_id))


@job(received_counts.COUNT_JOB, title="Count of answers received on Sunday")
def count_received(sunday: str) -> None:
    """Count what open surveys have received until a Sunday."""
    received_counts.count_received(sunday=date.fromisoformat(sunday))


@shared_task(name="surveys.request_count")
def request_count() -> None:
    """Request the count of a Sunday on its night (run by the beat)."""
    received_counts.request_count()


@shared_task(name="surveys.look_for_batches")
def look_for_batches() -> None:
    """Request a run for every survey whose day has come, and every one with boxes to open.

    A sweep too, as long as deleted rows of sealed tables remain in the database's files.
    """
    if settings.SURVEY_OPENING_KEY:
        keep_worker_keys()
    for survey in surveys_on_their_day(clock.today()):
        request_run("surveys.open_or_close_when_due", str(survey.pk), is_by_clock=True)
    for survey in surveys_to_open():
        request_run(OPENING_JOB, str(survey.pk), is_by_clock=True)
    if tables_to_sweep(*SEALED_TABLES):
        request_run(SWEEP_JOB, is_by_clock=True)
    # Last: it waits where a sweep writes the tables anew.
    keep_sizes()
