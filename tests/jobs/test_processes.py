"""Jobs get done whatever dies: real workers, beat, Redis and PostgreSQL."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import transaction

from clayton_review.jobs.actions import request_run, wake_due
from clayton_review.jobs.models import Job, JobState
from tests.jobs import work  # noqa: F401  # so that this process knows its limits too
from tests.processes import Process, Processes, kill, started_processes, wait_until

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def processes(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Processes]:
    """The worker of one test is that of the next one: a start takes seconds."""
    with started_processes(tmp_path_factory.mktemp("work")) as started:
        yield started


def running_worker(processes: Processes) -> Process:
    """Return the worker that takes work; start one if there is none."""
    running = [process for process in processes.running if process.poll() is None]
    return running[0] if running else processes.worker(concurrency=2)


def lines(folder: Path, key: str) -> list[str]:
    notes = folder / key
    return notes.read_text().split("\n")[:-1] if notes.exists() else []


def is_done(key: str) -> bool:
    return Job.objects.filter(key=key, state=JobState.DONE).exists()


def test_a_ring_after_commit_gets_the_work_done(processes: Processes) -> None:
    running_worker(processes)
    with transaction.atomic():
        request_run("tests.quick", "a")
    wait_until(lambda: is_done("a"))

    assert lines(processes.folder, "a") == ["done"]


def test_a_ring_in_a_transaction_that_fails_wakes_nobody(processes: Processes) -> None:
    running_worker(processes)
    with pytest.raises(RuntimeError), transaction.atomic():
        request_run("tests.quick", "never")
        raise RuntimeError
    request_run("tests.quick", "after")
    wait_until(lambda: is_done("after"))

    assert not lines(processes.folder, "never")
    assert not Job.objects.filter(key="never").exists()


def notes_of_killed_work(
    processes: Processes, key: str, *, forgotten: Sequence[str] = ()
) -> list[str]:
    """Kill a worker in mid-work, let another finish, and return the first word of each note.

    While there is no worker, quick jobs may be requested; Redis then forgets everything.
    """
    first = running_worker(processes)
    request_run("tests.slow", key)
    wait_until(lambda: lines(processes.folder, key))
    kill(first)
    for each in forgotten:
        request_run("tests.quick", each)
    if forgotten:
        redis.Redis.from_url(settings.REDIS_URL).flushdb()
    running_worker(processes)
    beat = processes.beat()
    wait_until(lambda: all(map(is_done, [key, *forgotten])), seconds=120)
    kill(beat)
    return [line.split()[0] for line in lines(processes.folder, key)]


def test_another_worker_does_the_work_of_a_killed_one(processes: Processes) -> None:
    assert notes_of_killed_work(processes, "k-3") == ["began", "began", "done"]
    assert Job.objects.get(key="k-3").attempt == 2


def test_another_worker_does_jobs_that_redis_forgot(processes: Processes) -> None:
    forgotten = [f"f{number}" for number in range(5)]
    notes = notes_of_killed_work(processes, "l-3", forgotten=forgotten)

    assert notes == ["began", "began", "done"]
    assert Job.objects.get(key="l-3").attempt == 2
    assert all(lines(processes.folder, key) == ["done"] for key in forgotten)


@pytest.mark.soak
@pytest.mark.parametrize("run", range(20))
def test_twenty_kills_in_mid_work(
    processes: Processes, run: int, record_property: Callable[[str, object], None]
) -> None:
    notes = notes_of_killed_work(processes, f"run-{run}-3")
    n_done = notes.count("done")
    record_property("jobs lost", int(n_done == 0))
    record_property("jobs doubled", max(n_done - 1, 0))
    assert notes == ["began", "began", "done"]


def test_a_heartbeat_keeps_long_work_from_being_taken_over(processes: Processes) -> None:
    """Six seconds of work under a lease of two, with another worker being woken."""
    running_worker(processes)
    request_run("tests.slow", "long-6")
    wait_until(lambda: lines(processes.folder, "long-6"))
    while not is_done("long-6"):
        wake_due()
        job = Job.objects.get(key="long-6")
        wait_until(lambda stamp=job.heartbeat_at: _moved_or_done(stamp))  # type: ignore[misc]

    assert [line.split()[0] for line in lines(processes.folder, "long-6")] == ["began", "done"]


def _moved_or_done(stamp: object) -> bool:
    return is_done("long-6") or Job.objects.get(key="long-6").heartbeat_at != stamp


def test_broken_work_is_told_and_comes_back_later(processes: Processes) -> None:
    running_worker(processes)
    request_run("tests.broken", "b")
    wait_until(lambda: Job.objects.get(key="b").last_error)
    job = Job.objects.get(key="b")

    assert (job.state, job.attempt, job.lease) == (JobState.WAITING, 1, None)
    assert job.last_error == "An unexpected error (RuntimeError). The worker’s log says where."
    assert lines(processes.folder, "b") == ["tried"]


def test_work_that_does_not_end_is_stopped_and_told(processes: Processes) -> None:
    running_worker(processes)
    request_run("tests.endless", "e")
    wait_until(lambda: Job.objects.get(key="e").last_error)
    job = Job.objects.get(key="e")

    assert (job.state, job.last_error) == (
        JobState.WAITING,
        "It took longer than it may, and was stopped.",
    )
    assert lines(processes.folder, "e") == ["began"]
