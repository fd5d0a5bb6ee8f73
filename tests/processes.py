"""Real web, worker and beat processes against the test's own database, Redis and files.

Use the fixture `processes` (it asks for `transactional_db`): `processes.web(port)`,
`processes.worker()`, `processes.beat()`, `wait_until(lambda: …)`, `kill(process)`. A module whose
tests can use one worker after another makes a fixture of its own with `started_processes`.
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

LOGGED = ["--loglevel", "INFO"]
Process = subprocess.Popen[bytes]
LEASE_SECONDS = 2
PYTHON = [sys.executable, "-W", "ignore", "-m"]
CELERY = [*PYTHON, "celery", "-A", "clayton_review.celery:app"]
GUNICORN = [
    *PYTHON, "gunicorn", "clayton_review.wsgi:application", "--worker-class", "gthread",
    "--workers", "2", "--threads", "4", "--preload", "--no-control-socket", "--log-level", "info",
]  # fmt: skip


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

    def web(self, port: int) -> Process:
        """Start the web server as in production, and return it when it answers."""
        process = self._start(*GUNICORN, "--bind", f"127.0.0.1:{port}")
        return self._started(process, "Booting worker")

    def worker(
        self, *, include: str = "tests.jobs.work", concurrency: int = 1, queues: str = ""
    ) -> Process:
        """Start a Celery worker, and return it when it takes work."""
        options = ["--concurrency", str(concurrency), "--without-gossip", "--without-mingle"]
        options += ["--queues", queues] if queues else []
        name = f"test-{len(self.running)}-{os.getpid()}@localhost"
        process = self._start(*CELERY, "worker", "-n", name, "-I", include, *options, *LOGGED)
        return self._started(process, " ready.")

    def beat(self) -> Process:
        """Start Celery beat with the portal's own schedule."""
        return self._start(*CELERY, "beat", "--schedule", str(self.folder / "beat"), *LOGGED)

    def stop(self) -> None:
        """End all processes that still run."""
        for process in self.running:
            kill(process)

    def _started(self, process: Process, words: str) -> Process:
        """Return a process once it has said in its log that it takes work."""
        log = self.folder / f"process-{self.running.index(process)}.log"
        wait_until(
            lambda: words in log.read_text() or process.poll() is not None,
            seconds=120,
            purpose=f"The start of a process ({log})",
        )
        if process.poll() is not None:
            pytest.fail(f"The process ended: {log.read_text()[-2_000:]}")
        return process

    def _start(self, *command: str) -> Process:
        log = (self.folder / f"process-{len(self.running)}.log").open("wb")
        process = subprocess.Popen(
            command,
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
            "FILES_FOLDER": str(settings.MEDIA_ROOT),
            "DJANGO_SETTINGS_MODULE": "tests.process_settings",
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
