"""Shared locks that keep the embedded services running while any process uses them.

Each user of a service holds a shared lock on `var/run/NAME.users`, which the kernel releases
however the process ends. The supervisor (`service_supervisor.py`) stops its service when it can
take that lock for itself.
"""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from clayton_review.local.errors import StartError
from clayton_review.local.services import POSTGRES, REDIS, Service

START_SECONDS = 60.0
POLL_SECONDS = 0.03


def private_folder(root: Path, name: str) -> Path:
    """Return a folder in `var` for its owner alone; others may only pass through `var`."""
    try:
        if not (root / "var").exists():
            (root / "var").mkdir()
            (root / "var").chmod(0o711)
        (root / "var" / name).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise StartError(f"Cannot write in {root / 'var'}: {error.strerror}.") from error
    return root / "var" / name


def lock_file(root: Path, name: str) -> IO[str]:
    """Open a lock file of the checkout, without locking it."""
    folder = private_folder(root, "run")
    try:
        return (folder / name).open("a")
    except OSError as error:
        raise StartError(f"Cannot write in {folder}: {error.strerror}.") from error


def try_lock(file: IO[str], kind: int) -> bool:
    """Take the lock if it is free, without waiting; return True if taken."""
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_supervised(root: Path, service: Service) -> bool:
    """True if a supervisor of the service is alive."""
    with lock_file(root, f"{service.name}.supervisor") as file:
        return not try_lock(file, fcntl.LOCK_SH)


@dataclass
class ServiceLock:
    """A lock on the services of a checkout; they run as long as any process holds one."""

    root: Path
    services: tuple[Service, ...]
    _files: list[IO[str]] = field(default_factory=list)

    def acquire(self) -> "ServiceLock":
        """Take the lock, and start the services that do not run yet.

        Raises `StartError` when a service does not start.
        """
        for service in self.services:
            file = lock_file(self.root, f"{service.name}.users")
            fcntl.flock(file, fcntl.LOCK_SH)
            self._files.append(file)
        missing = [service for service in self.services if not _is_ready(self, service)]
        supervisors = {service: _start_supervisor(self.root, service) for service in missing}
        for service, supervisor in supervisors.items():
            _wait(self, service, supervisor)
        return self

    def release(self, *, wait: bool = False) -> None:
        """Release the lock; with `wait`, return when unused services have stopped."""
        for file in self._files:
            file.close()
        self._files.clear()
        deadline = time.monotonic() + 15
        while wait and time.monotonic() < deadline and any(map(self._is_ending, self.services)):
            time.sleep(POLL_SECONDS)

    def stopped_service(self) -> Service | None:
        """Return the first service whose supervisor is gone, or None."""
        return next((s for s in self.services if not is_supervised(self.root, s)), None)

    def _is_ending(self, service: Service) -> bool:
        if not is_supervised(self.root, service):
            return False
        with lock_file(self.root, f"{service.name}.users") as file:
            is_unused = try_lock(file, fcntl.LOCK_EX)
            return is_unused or not try_lock(file, fcntl.LOCK_SH)


def _is_ready(lock: ServiceLock, service: Service) -> bool:
    return is_supervised(lock.root, service) and service.is_up(lock.root)


def _start_supervisor(root: Path, service: Service) -> "subprocess.Popen[bytes]":
    module = "clayton_review.local.service_supervisor"
    with (private_folder(root, "log") / f"{service.name}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", module, service.name, str(root)],
            cwd=Path(__file__).resolve().parent.parent.parent,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _wait(lock: ServiceLock, service: Service, supervisor: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _is_ready(lock, service):
        if supervisor.poll() not in {None, 0}:
            raise StartError(_last_log_line(lock.root, service))
        if time.monotonic() > deadline:
            raise StartError(f"{service.title} did not start: see var/log/{service.name}.log.")
        time.sleep(POLL_SECONDS)
    supervisor.returncode = 0  # it lives on by itself: no process waits for its end


def _last_log_line(root: Path, service: Service) -> str:
    lines = (root / "var" / "log" / f"{service.name}.log").read_text(errors="replace").split("\n")
    filled = [line for line in lines if line.strip()]
    return filled[-1] if filled else f"{service.title} did not start."


def embedded_services(environ: Mapping[str, str]) -> tuple[Service, ...]:
    """Return the services that no address in the environment replaces."""
    pairs: Iterable[tuple[Service, str]] = ((POSTGRES, "DATABASE_URL"), (REDIS, "REDIS_URL"))
    return tuple(service for service, name in pairs if not environ.get(name))


def lock_services(root: Path) -> ServiceLock:
    """Lock the embedded services that this environment needs, and start them."""
    return ServiceLock(root, embedded_services(os.environ)).acquire()
