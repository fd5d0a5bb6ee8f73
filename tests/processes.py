"""Real worker and beat processes against the test's own database and Redis.

Use the fixture `processes` (it asks for `transactional_db`): `processes.worker()`,
`processes.beat()`, `wait_until(lambda: …)`, `kill(process)`. A module whose tests can use one
worker after another makes a fixture of its own with `started_processes`.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
import redis
from django.conf import settings
from django.db import connection

from clayton_review.local import addresses

Process = subprocess.Popen[bytes]
LEASE_SECONDS = 2
CELERY = [sys.executable, "-W", "ignore", "-m", "celery", "-A", "clayton_review.celery:app"]


def database_address() -> str:
    """Return the address of the database this test runs on."""
    settings_dict = connection.settings_dict
    host, port = quote(str(settings_dict["HOST"]), safe=""), settings_dict["PORT"] or 5432
    is_ours = settings_dict["USER"] == addresses.SUPERUSER  # without a password
    who = addresses.PORTAL if is_ours else quote(str(settings_dict["USER"]), safe="")
    secret = (
        f":{quote(str(settings_dict['PASSWORD']), safe='')}" if settings_dict["PASSWORD"] else ""
    )
    return f"postgres://{who}{secret}@{host}:{port}/{settings_dict['NAME']}"


def wait_until(true: Callable[[], object], *, seconds: float = 60, purpose: str = "") -> None:
    """Wait until the condition is true; fail if it does not become true."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            pytest.fail(f"{purpose or 'What was waited for'} did not happen within {seconds} s")
        time.sleep(0.05)


def kill(process: Process) -> None:
    """Kill a process and everything it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@dataclass
class Processes:
    """Start processes of the portal, and stop them again."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    running: list[Process] = field(default_factory=list)

    def worker(self, *, include: str = "tests.jobs.work", concurrency: int = 1) -> Process:
        """Start a Celery worker, and return it when it takes work."""
        number = len(self.running)
        options = ["--concurrency", str(concurrency), "--without-gossip", "--without-mingle"]
        name = f"test-{number}-{os.getpid()}@localhost"
        process = self._start("worker", "-n", name, "-I", include, *options)
        log = self.folder / f"process-{number}.log"
        wait_until(
            lambda: " ready." in log.read_text() or process.poll() is not None,
            seconds=120,
            purpose=f"The worker's start ({log})",
        )
        if process.poll() is not None:
            pytest.fail(f"The worker ended: {log.read_text()[-2_000:]}")
        return process

    def beat(self) -> Process:
        """Start Celery beat with the portal's own schedule."""
        return self._start("beat", "--schedule", str(self.folder / "beat"))

    def stop(self) -> None:
        """End all processes that still run."""
        for process in self.running:
            kill(process)

    def _start(self, *arguments: str) -> Process:
        log = (self.folder / f"process-{len(self.running)}.log").open("wb")
        process = subprocess.Popen(
            [*CELERY, *arguments, "--loglevel", "INFO"],
            cwd=settings.BASE_DIR,
            env={**os.environ, **self._environment()},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        self.running.append(process)
        return process

    def _environment(self) -> dict[str, str]:
        return {
            "DATABASE_URL": database_address(),
            "REDIS_URL": settings.REDIS_URL,
            "SURVEY_SEALING_KEY": settings.SURVEY_SEALING_KEY,
            "SURVEY_OPENING_KEY": settings.SURVEY_OPENING_KEY,
            "JOB_LEASE_SECONDS": str(LEASE_SECONDS),
            "WORK_FOLDER": str(self.folder),
            **self.environment,
        }


@contextmanager
def started_processes(folder: Path) -> Iterator[Processes]:
    """Yield a starter of processes on an empty Redis database, and end them afterwards."""
    broker = redis.Redis.from_url(settings.REDIS_URL)
    broker.flushdb()
    started = Processes(folder)
    yield started
    started.stop()
    broker.flushdb()
    broker.close()


@pytest.fixture
def processes(transactional_db: None, tmp_path: Path) -> Iterator[Processes]:
    """Start processes for one test."""
    with started_processes(tmp_path) as started:
        yield started
