"""Opening batches of sealed answers, and the regular look for batches that are full.

A submission rings no bell: a job row or a message for each of them would be one more trace in
order of arrival. Instead beat looks every few minutes, and the job is named by survey only.
"""

from contextlib import suppress
from uuid import UUID

from celery import shared_task

from clayton_review import clock
from clayton_review.jobs.actions import ring
from clayton_review.jobs.registry import job
from surveys import actions, selectors
from surveys.actions.answers import BATCH
from surveys.policies import Refused


@job("surveys.open_boxes")
def open_boxes(survey_id: str) -> None:
    """Open the waiting boxes of one survey, when there are enough or it is closed."""
    if actions.open_boxes(survey_id=UUID(survey_id)):
        actions.sweep_opened_boxes()


@shared_task(name="surveys.look_for_batches")
def look_for_batches() -> None:
    """Close what is past its closing day, and ring for every survey with a full batch."""
    for survey in selectors.surveys_past_their_end(clock.today()):
        with suppress(Refused):  # somebody closed it a moment ago
            actions.close_survey(survey=survey, by=None)
    for survey in selectors.surveys_with_batch_waiting(BATCH):
        ring("surveys.open_boxes", str(survey.pk))
