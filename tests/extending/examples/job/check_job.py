"""The new job is requested by an action and run by the worker's task."""

import pytest

from clayton_review.jobs.actions import request_run
from clayton_review.jobs.models import Job, JobState
from clayton_review.jobs.tasks import run
from findings.stories.tasks import LIT

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_runs_when_requested() -> None:
    request_run("findings.light_lantern", "front door")
    job = Job.objects.get(name="findings.light_lantern")
    run(str(job.id))
    job.refresh_from_db()
    assert LIT == ["front door"]
    assert job.state == JobState.DONE
