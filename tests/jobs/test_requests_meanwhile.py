"""Requests that come while a job runs: done afterwards, at the time that was asked for."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from clayton_review import clock
from clayton_review.jobs import actions
from clayton_review.jobs.models import MAX_ATTEMPTS, Job, JobState

pytestmark = pytest.mark.django_db
NOON = datetime(2018, 12, 3, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(actions, "wake", lambda job_id, name: None)
    with clock.at(NOON):
        yield


def claimed() -> Job:
    actions.request_run("tests.x", "1")
    job = actions.claim(job_id=Job.objects.get().pk)
    assert job is not None
    return job


LATER = NOON + timedelta(days=9)


def test_a_later_time_asked_for_while_a_job_runs_is_kept() -> None:
    """As a reminder of an appointment that is moved while the old one goes out."""
    job = claimed()
    actions.request_run("tests.x", "1", due_at=LATER)
    actions.finish(job)
    assert actions.claim(job_id=job.pk) is None
    with clock.at(LATER):
        again = actions.claim(job_id=job.pk)
        assert again is not None
        actions.request_run("tests.x", "1", due_at=LATER + timedelta(days=1))
        actions.fail(again, error="no luck")
        assert actions.claim(job_id=job.pk) is None
    with clock.at(LATER + timedelta(days=1)):
        assert actions.claim(job_id=job.pk) is not None


@pytest.mark.parametrize("is_by_clock", [False, True])
def test_a_person_s_request_during_the_last_attempt_gets_another(*, is_by_clock: bool) -> None:
    job = claimed()
    Job.objects.update(attempt=MAX_ATTEMPTS)
    actions.request_run("tests.x", "1", is_by_clock=is_by_clock)
    actions.fail(job, error="no luck")
    state = JobState.FAILED if is_by_clock else JobState.WAITING
    assert Job.objects.get().state == state
