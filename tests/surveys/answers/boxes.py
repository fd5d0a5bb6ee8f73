"""Boxes of sealed answers: sent, spoiled, made readable again, and left at the close."""

from typing import Any

from clayton_review.accounts.models import User
from clayton_review.jobs.models import Job, JobState
from clayton_review.jobs.tasks import run
from surveys.answers.actions.invitation_codes import mint_codes
from surveys.answers.actions.opening import OPENING_JOB
from surveys.answers.actions.submission import submit_in_bulk
from surveys.answers.models import SealedBox
from surveys.fielding.actions.status import close_survey
from surveys.questionnaire.questionnaire import Answer
from surveys.survey.models import Survey
from tests.surveys import factories


def sheets(n: int) -> list[dict[str, Answer]]:
    return [{"feel_safe": "4", "stopped": "no", "story": f"Sheet {i}"} for i in range(n)]


def put(survey: Survey, n: int) -> list[str]:
    """Mint codes, and send an answer with each; return the codes."""
    codes = mint_codes(survey=survey, n=n, by=None)
    submit_in_bulk(survey=survey, answers=sheets(n), codes=codes)
    return codes


def spoil(survey: Survey, n: int) -> None:
    """Damage as many boxes of a survey, so that no key opens them."""
    for box in SealedBox.objects.filter(survey=survey)[:n]:
        box.ciphertext = bytes(len(box.ciphertext))
        box.save()


def close(survey: Survey, *, by: User) -> Survey:
    """Close the survey, and do what the worker does then."""
    survey = close_survey(survey=survey, by=by)
    for job in Job.objects.filter(name=OPENING_JOB, state=JobState.WAITING):
        run(str(job.pk))
    survey.refresh_from_db()
    return survey


def spoiled_and_closed(lead: User, *, n: int, n_spoiled: int, slug: str = "residents-2018") -> Any:
    """Return a closed survey that was opened without some boxes, and what was in these."""
    survey = factories.open_survey(by=lead, n_invited=500, slug=slug)
    put(survey, n)
    right = dict(SealedBox.objects.filter(survey=survey).values_list("pk", "ciphertext"))
    spoil(survey, n_spoiled)
    return close(survey, by=lead), right


def restore(right: dict[Any, Any]) -> None:
    """Make the boxes readable again, as the key that was missing does."""
    for box in SealedBox.objects.all():
        SealedBox.objects.filter(pk=box.pk).update(ciphertext=right[box.pk])
