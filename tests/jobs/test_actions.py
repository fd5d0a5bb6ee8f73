"""Leases: one holder at a time, growing pauses, no requested job is lost."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from clayton_review import clock
from clayton_review.jobs import actions
from clayton_review.jobs.models import Job, JobState
from clayton_review.jobs.registry import work_of

pytestmark = pytest.mark.django_db
NOON = datetime(2018, 12, 3, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "wake", lambda job_id: None)


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


def requested_job() -> Job:
    actions.request_run("tests.x", "1")
    return Job.objects.get()


def claimed() -> Job:
    job = actions.claim(job_id=requested_job().pk)
    assert job is not None
    return job


def test_ringing_twice_makes_one_job() -> None:
    requested_job()
    requested_job()

    assert Job.objects.count() == 1


def test_a_lease_has_one_holder() -> None:
    job = claimed()

    assert actions.claim(job_id=job.pk) is None


def test_a_lease_that_ran_out_is_taken_and_its_old_holder_is_told() -> None:
    old = claimed()
    with clock.at(NOON + timedelta(minutes=2)):
        new = actions.claim(job_id=old.pk)
        assert new is not None
        assert not actions.renew_lease(old)
        actions.finish(old)
        assert Job.objects.get().state == JobState.RUNNING
        assert actions.renew_lease(new)


def test_an_old_holder_never_holds_a_later_lease_of_the_same_attempt_number() -> None:
    """Attempts start again at one after a request; leases never repeat."""
    old = claimed()
    with clock.at(NOON + timedelta(minutes=2)):
        second = actions.claim(job_id=old.pk)
        assert second is not None
        actions.finish(second)
        third = claimed()
        assert third.attempt == old.attempt == 1
        actions.finish(old)

    assert Job.objects.get().state == JobState.RUNNING


def test_a_job_requested_while_it_runs_is_run_again() -> None:
    job = claimed()
    requested_job()
    actions.finish(job)
    again = Job.objects.get()

    assert (again.state, again.is_requested_again, again.attempt) == (JobState.WAITING, False, 0)
    assert actions.claim(job_id=job.pk) is not None


def test_failures_wait_longer_each_time_and_end_failed() -> None:
    job, moment, pauses = requested_job(), NOON, []
    for _ in range(actions.MAX_ATTEMPTS):
        with clock.at(moment):
            leased = actions.claim(job_id=job.pk)
            assert leased is not None
            actions.fail(leased, error="no\x00 luck")
        due = Job.objects.get().due_at
        pauses.append(due - moment)
        moment = due
    end = Job.objects.get()

    assert pauses[:4] == [timedelta(seconds=s) for s in (5, 10, 20, 40)]
    assert pauses[-1] == actions.LONGEST_PAUSE
    assert (end.state, end.last_error) == (JobState.FAILED, "no luck")
    assert actions.claim(job_id=job.pk) is None


def test_a_failed_job_can_be_requested_again() -> None:
    job = claimed()
    Job.objects.update(attempt=actions.MAX_ATTEMPTS)
    job.refresh_from_db()
    actions.fail(job, error="no luck")
    assert Job.objects.get().state == JobState.FAILED

    assert claimed().attempt == 1


def test_work_that_kills_its_worker_every_time_ends_failed() -> None:
    claimed()
    Job.objects.update(attempt=actions.MAX_ATTEMPTS)
    with clock.at(NOON + timedelta(minutes=2)):
        assert actions.wake_due() == 0

    assert Job.objects.get().state == JobState.FAILED


def test_an_unreachable_broker_does_not_stop_the_act(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: object
) -> None:
    def unreachable(job_id: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(actions, "wake", unreachable)

    assert requested_job().state == JobState.WAITING


def test_running_work_has_a_lease() -> None:
    job = requested_job()

    with pytest.raises(IntegrityError, match="running_job_has_a_lease"), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)


def test_unknown_work_is_refused() -> None:
    with pytest.raises(KeyError):
        work_of("tests.nobody registered this")


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_at_once_one_gets_the_lease() -> None:
    job_id = requested_job().pk
    got: list[Job | None] = []
    start = threading.Barrier(6)

    def race() -> None:
        start.wait()
        with clock.at(NOON):
            got.append(actions.claim(job_id=job_id))
        connection.close()

    racers = [threading.Thread(target=race) for _ in range(6)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    assert sum(job is not None for job in got) == 1
