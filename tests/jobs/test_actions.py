"""Leases: one holder at a time, growing pauses, no requested job is lost."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.jobs import actions
from clayton_review.jobs.models import LONGEST_PAUSE, MAX_ATTEMPTS, Job, JobState
from clayton_review.jobs.registry import work_of
from tests.threads import queued

pytestmark = pytest.mark.django_db
NOON = datetime(2018, 12, 3, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "wake", lambda job_id, name: None)


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


def test_a_request_changes_the_job_of_its_name_and_key_alone() -> None:
    actions.request_run("tests.y", "1")
    actions.request_run("tests.x", "2")
    Job.objects.update(state=JobState.DONE)
    waiting = Job.objects.filter(state=JobState.WAITING).values_list("name", "key")
    actions.request_run("tests.x", "1")
    assert list(waiting.all()) == [("tests.x", "1")]
    actions.request_run("tests.x", "2")
    assert sorted(waiting.all()) == [("tests.x", "1"), ("tests.x", "2")]


def test_a_person_tries_one_late_job_and_no_other(lead: User) -> None:
    for key in "123":
        actions.request_run("tests.x", key)
    Job.objects.update(state=JobState.FAILED)
    wanted = Job.objects.get(key="2")
    assert actions.retry_job(job=wanted, by=lead)
    assert list(Job.objects.filter(state=JobState.WAITING)) == [wanted]


def test_a_worker_that_died_ends_no_other_work() -> None:
    dead = claimed()
    for key in ("2", "3"):
        actions.request_run("tests.x", key)
    assert actions.claim(job_id=Job.objects.get(key="2").pk) is not None
    Job.objects.filter(pk=dead.pk).update(attempt=MAX_ATTEMPTS)
    with clock.at(NOON + timedelta(minutes=2)):
        assert actions.wake_due() == 2
    states = dict(Job.objects.values_list("key", "state"))
    assert states == {"1": JobState.FAILED, "2": JobState.RUNNING, "3": JobState.WAITING}


def test_a_worker_is_woken_for_the_job_and_told_its_name(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    woken: list[tuple[object, str]] = []
    monkeypatch.setattr(actions, "wake", lambda job_id, name: woken.append((job_id, name)))
    with django_capture_on_commit_callbacks(execute=True):
        job = requested_job()
    assert woken == [(job.pk, "tests.x")]


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


def test_a_worker_that_loses_the_lease_while_it_takes_it_runs_nothing() -> None:
    """It slept so long between the two statements that another worker took the job over."""
    job = requested_job()

    def taken_over(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith("SELECT"):
            with connection.cursor() as cursor:
                cursor.execute("UPDATE jobs_job SET lease = gen_random_uuid()")
        return execute(sql, *rest)

    with connection.execute_wrapper(taken_over):
        assert actions.claim(job_id=job.pk) is None


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
    for _ in range(MAX_ATTEMPTS):
        with clock.at(moment):
            leased = actions.claim(job_id=job.pk)
            assert leased is not None
            actions.fail(leased, error="no\x00 luck")
        due = Job.objects.get().due_at
        pauses.append(due - moment)
        moment = due
    end = Job.objects.get()

    assert pauses[:4] == [timedelta(seconds=s) for s in (5, 10, 20, 40)]
    assert pauses[-1] == LONGEST_PAUSE
    assert (end.state, end.last_error) == (JobState.FAILED, "no luck")
    assert actions.claim(job_id=job.pk) is None


def failed_job(attempt: int = 1) -> Job:
    """Return a job whose attempt of this number has failed."""
    job = claimed()
    Job.objects.update(attempt=attempt)
    actions.fail(job, error="no luck")
    return Job.objects.get()


def test_what_the_clock_requests_counts_on_and_is_left_failed() -> None:
    """Beat requests the same jobs every few minutes, also while they fail."""
    job, moment, attempts = requested_job(), NOON, []
    for _ in range(MAX_ATTEMPTS):
        with clock.at(moment):
            leased = actions.claim(job_id=job.pk)
            assert leased is not None
            attempts.append(leased.attempt)
            actions.fail(leased, error="no luck")
            actions.request_run("tests.x", "1", is_by_clock=True)
        moment += LONGEST_PAUSE
    actions.request_run("tests.x", "1", is_by_clock=True)
    end = Job.objects.get()

    assert attempts == list(range(1, MAX_ATTEMPTS + 1))
    assert (end.state, end.attempt, end.last_error) == (JobState.FAILED, MAX_ATTEMPTS, "no luck")


def test_what_the_clock_requests_does_not_shorten_a_pause() -> None:
    due = failed_job(attempt=4).due_at
    actions.request_run("tests.x", "1", is_by_clock=True)

    assert Job.objects.get().due_at == due == NOON + timedelta(seconds=40)


def test_a_request_during_a_failing_run_keeps_its_attempts_and_its_error() -> None:
    job = claimed()
    Job.objects.update(attempt=4)
    actions.request_run("tests.x", "1", is_by_clock=True)
    actions.fail(job, error="no luck")
    waiting = Job.objects.get()

    assert (waiting.state, waiting.attempt, waiting.last_error) == (JobState.WAITING, 4, "no luck")
    assert waiting.due_at == NOON + timedelta(seconds=40)
    assert not waiting.is_requested_again


def test_a_person_s_request_gives_a_failed_job_one_more_attempt() -> None:
    failed_job(attempt=MAX_ATTEMPTS)
    again = claimed()
    assert (again.attempt, again.last_error) == (MAX_ATTEMPTS + 1, "no luck")
    actions.fail(again, error="no luck again")

    assert Job.objects.get().state == JobState.FAILED


def test_success_ends_the_count_of_attempts() -> None:
    failed_job(attempt=4)
    with clock.at(NOON + timedelta(minutes=1)):
        actions.finish(claimed())
        done = Job.objects.get()
        assert (done.state, done.attempt, done.last_error) == (JobState.DONE, 5, "")
        assert claimed().attempt == 1


def test_a_worker_that_died_leaves_its_error() -> None:
    claimed()
    with clock.at(NOON + timedelta(minutes=2)):
        again = actions.claim(job_id=Job.objects.get().pk)

    assert again is not None
    assert again.last_error == "The worker ended in the middle of it."


AHEAD = NOON + timedelta(days=100)


def test_a_request_made_while_the_clock_ran_ahead_is_done_when_it_is_set_right() -> None:
    with clock.at(AHEAD):
        job = requested_job()

    assert actions.claim(job_id=job.pk) is not None


@pytest.mark.parametrize("due_at", [None, NOON])
def test_a_failure_while_the_clock_ran_ahead_parks_no_work(due_at: datetime | None) -> None:
    actions.request_run("tests.x", "1", due_at=due_at)
    with clock.at(AHEAD):
        job = actions.claim(job_id=Job.objects.get().pk)
        assert job is not None
        actions.fail(job, error="no luck")
    assert actions.claim(job_id=job.pk) is not None


def test_a_lease_taken_while_the_clock_ran_ahead_runs_out() -> None:
    with clock.at(AHEAD):
        job = claimed()

    assert actions.claim(job_id=job.pk) is not None


def test_a_lease_of_a_clock_a_minute_ahead_is_kept() -> None:
    with clock.at(NOON + timedelta(minutes=1)):
        job = claimed()

    assert actions.claim(job_id=job.pk) is None


def test_work_for_a_later_day_waits_for_it() -> None:
    actions.request_run("tests.x", "1", due_at=AHEAD)
    job = Job.objects.get()

    assert actions.claim(job_id=job.pk) is None
    with clock.at(AHEAD):
        assert actions.claim(job_id=job.pk) is not None


def test_late_is_what_failed_and_what_is_not_done_a_quarter_of_an_hour_later() -> None:
    for key in ("waiting", "retried", "first run", "failed", "done"):
        actions.request_run("tests.x", key)
    actions.request_run("tests.x", "scheduled", due_at=NOON + timedelta(hours=1))
    lease = {"lease": "00000000-0000-0000-0000-000000000001", "lease_until": AHEAD}
    set_state("retried", state=JobState.WAITING, attempt=3, due_at=NOON + timedelta(minutes=20))
    set_state("first run", state=JobState.RUNNING, attempt=1, **lease)
    set_state("failed", state=JobState.FAILED, attempt=20)
    set_state("done", state=JobState.DONE, attempt=1)

    assert late_keys() == {"failed"}
    with clock.at(NOON + timedelta(minutes=16)):
        assert late_keys() == {"failed", "waiting", "retried"}


def set_state(key: str, **values: object) -> None:
    assert Job.objects.filter(key=key).update(**values) == 1


def test_a_failed_job_gets_an_attempt_at_once_and_keeps_its_error(lead: User) -> None:
    failed, other = (
        Job.objects.create(
            name="tests.x", key=key, state=JobState.FAILED, attempt=3, last_error="No space left"
        )
        for key in ("failed", "other")
    )
    assert actions.retry_job(job=failed, by=lead)
    failed.refresh_from_db()
    assert (failed.state, failed.attempt, failed.last_error) == (
        JobState.WAITING, 3, "No space left",
    )  # fmt: skip
    other.refresh_from_db()
    assert other.state == JobState.FAILED


def test_a_job_that_is_not_late_is_not_tried_again(lead: User) -> None:
    job = requested_job()
    assert not actions.retry_job(job=job, by=lead)
    job.refresh_from_db()
    assert (job.state, job.attempt) == (JobState.WAITING, 0)


def late_keys() -> set[str]:
    return set(Job.objects.late().values_list("key", flat=True))


def test_work_that_kills_its_worker_every_time_ends_failed() -> None:
    claimed()
    Job.objects.update(attempt=MAX_ATTEMPTS)
    with clock.at(NOON + timedelta(minutes=2)):
        assert actions.wake_due() == 0

    assert Job.objects.get().state == JobState.FAILED


def test_the_attempt_that_a_person_asked_for_is_not_marked_failed_before() -> None:
    requested_job()
    Job.objects.update(state=JobState.FAILED, attempt=MAX_ATTEMPTS)
    requested_job()
    with clock.at(NOON + timedelta(minutes=2)):
        assert actions.wake_due() == 1

    assert Job.objects.get().state == JobState.WAITING


def test_an_unreachable_broker_does_not_stop_the_act(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: object
) -> None:
    def unreachable(job_id: object, name: str) -> None:
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


@pytest.mark.django_db(transaction=True)
def test_a_request_at_the_moment_of_the_end_is_not_lost() -> None:
    job = claimed()
    errors = queued(
        lambda: Job.objects.select_for_update().get(),
        lambda: actions.finish(job),
        lambda: actions.request_run("tests.x", "1"),
    )

    assert errors == []
    assert Job.objects.get().state == JobState.WAITING
