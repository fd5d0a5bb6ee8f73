"""Jobs get done whatever dies: real workers, beat, Redis and PostgreSQL."""

from collections.abc import Callable
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import transaction

from clayton_review.jobs.actions import request_run, wake_due
from clayton_review.jobs.models import Job, JobState
from tests.processes import Processes, kill, processes, wait_until

__all__ = ["processes"]
pytestmark = pytest.mark.processes


def lines(folder: Path, key: str) -> list[str]:
    notes = folder / key
    return notes.read_text().split("\n")[:-1] if notes.exists() else []


def is_done(key: str) -> bool:
    return Job.objects.filter(key=key, state=JobState.DONE).exists()


def test_a_ring_after_commit_gets_the_work_done(processes: Processes) -> None:
    processes.worker()
    with transaction.atomic():
        request_run("tests.quick", "a")
    wait_until(lambda: is_done("a"))

    assert lines(processes.folder, "a") == ["done"]


def test_a_ring_in_a_transaction_that_fails_wakes_nobody(processes: Processes) -> None:
    processes.worker()
    with pytest.raises(RuntimeError), transaction.atomic():
        request_run("tests.quick", "never")
        raise RuntimeError
    request_run("tests.quick", "after")
    wait_until(lambda: is_done("after"))

    assert not lines(processes.folder, "never")
    assert not Job.objects.filter(key="never").exists()


def notes_of_killed_work(processes: Processes, key: str) -> list[str]:
    """Kill a worker in mid-work, let another finish, and return the first word of each note."""
    first = processes.worker()
    request_run("tests.slow", key)
    wait_until(lambda: lines(processes.folder, key))
    kill(first)
    processes.worker()
    processes.beat()
    wait_until(lambda: is_done(key), seconds=120)
    return [line.split()[0] for line in lines(processes.folder, key)]


def test_work_of_a_killed_worker_is_done_by_another(processes: Processes) -> None:
    assert notes_of_killed_work(processes, "k-3") == ["began", "began", "done"]
    assert Job.objects.get(key="k-3").attempt == 2


@pytest.mark.soak
@pytest.mark.parametrize("run", range(20))
def test_twenty_kills_in_mid_work(
    processes: Processes, run: int, record_property: Callable[[str, object], None]
) -> None:
    notes = notes_of_killed_work(processes, "k-3")
    n_done = notes.count("done")
    record_property("jobs lost", int(n_done == 0))
    record_property("jobs doubled", max(n_done - 1, 0))
    assert notes == ["began", "began", "done"]


def test_jobs_that_redis_forgot_are_run(processes: Processes) -> None:
    for number in range(5):
        request_run("tests.quick", f"f{number}")
    redis.Redis.from_url(settings.REDIS_URL).flushdb()
    processes.worker()
    processes.beat()
    wait_until(lambda: all(is_done(f"f{number}") for number in range(5)), seconds=120)

    assert all(lines(processes.folder, f"f{n}") == ["done"] for n in range(5))


def test_a_heartbeat_keeps_long_work_from_being_taken_over(processes: Processes) -> None:
    """Six seconds of work under a lease of two, with another worker being woken."""
    processes.worker(concurrency=2)
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
    processes.worker()
    request_run("tests.broken", "b")
    wait_until(lambda: Job.objects.get(key="b").last_error)
    job = Job.objects.get(key="b")

    assert (job.state, job.attempt, job.lease) == (JobState.WAITING, 1, None)
    assert job.last_error == "RuntimeError: broken b"
    assert lines(processes.folder, "b") == ["tried"]
