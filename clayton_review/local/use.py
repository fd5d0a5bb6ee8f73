"""Using the embedded services: whoever holds a share keeps them up; the last one's end stops them.

A share is a shared lock on `var/run/NAME.users`, which the kernel releases however its holder
ends. The keeper (`keeper.py`) stops its service when it can take that lock for itself.
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

from clayton_review.local.services import POSTGRES, REDIS, Service
from clayton_review.local.trouble import Trouble

PATIENCE_SECONDS = 60.0
GLANCE_SECONDS = 0.03


def private_folder(root: Path, name: str) -> Path:
    """A folder in `var` for its owner alone; `var` itself lets the services' user walk through."""
    try:
        if not (root / "var").exists():
            (root / "var").mkdir()
            (root / "var").chmod(0o711)
        (root / "var" / name).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise Trouble(f"Cannot write in {root / 'var'}: {error.strerror}.") from error
    return root / "var" / name


def lock_file(root: Path, name: str) -> IO[str]:
    """Open one of the lock files of a checkout, without locking it."""
    folder = private_folder(root, "run")
    try:
        return (folder / name).open("a")
    except OSError as error:
        raise Trouble(f"Cannot write in {folder}: {error.strerror}.") from error


def can_lock(file: IO[str], kind: int) -> bool:
    """Take the lock if it is free, without waiting."""
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_kept(root: Path, service: Service) -> bool:
    """Whether a keeper of the service is alive."""
    with lock_file(root, f"{service.name}.keeper") as file:
        return not can_lock(file, fcntl.LOCK_SH)


@dataclass
class Share:
    """A share in the services of a checkout; they run as long as anybody holds one."""

    root: Path
    services: tuple[Service, ...]
    _files: list[IO[str]] = field(default_factory=list)

    def take(self) -> "Share":
        """Take the share, starting what is not up.

        Raises `Trouble` when a service does not start.
        """
        for service in self.services:
            file = lock_file(self.root, f"{service.name}.users")
            fcntl.flock(file, fcntl.LOCK_SH)
            self._files.append(file)
        keepers = {s: _start_keeper(self.root, s) for s in self.services if not _is_ready(self, s)}
        for service, keeper in keepers.items():
            _wait(self, service, keeper)
        return self

    def release(self, *, wait: bool = False) -> None:
        """Give the share back; with `wait`, return when what nobody uses any more has stopped."""
        for file in self._files:
            file.close()
        self._files.clear()
        deadline = time.monotonic() + 15
        while wait and time.monotonic() < deadline and any(map(self._is_ending, self.services)):
            time.sleep(GLANCE_SECONDS)

    def lost(self) -> Service | None:
        """The first service whose keeper is gone, if any."""
        return next((s for s in self.services if not is_kept(self.root, s)), None)

    def _is_ending(self, service: Service) -> bool:
        if not is_kept(self.root, service):
            return False
        with lock_file(self.root, f"{service.name}.users") as file:
            alone = can_lock(file, fcntl.LOCK_EX)
            return alone or not can_lock(file, fcntl.LOCK_SH)


def _is_ready(share: Share, service: Service) -> bool:
    return is_kept(share.root, service) and service.is_up(share.root)


def _start_keeper(root: Path, service: Service) -> "subprocess.Popen[bytes]":
    with (private_folder(root, "log") / f"{service.name}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "clayton_review.local.keeper", service.name, str(root)],
            cwd=Path(__file__).resolve().parent.parent.parent,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _wait(share: Share, service: Service, keeper: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _is_ready(share, service):
        if keeper.poll() not in {None, 0}:
            raise Trouble(_last_words(share.root, service))
        if time.monotonic() > deadline:
            raise Trouble(f"{service.title} did not start: see var/log/{service.name}.log.")
        time.sleep(GLANCE_SECONDS)
    keeper.returncode = 0  # it lives on by itself: nobody waits for its end


def _last_words(root: Path, service: Service) -> str:
    lines = (root / "var" / "log" / f"{service.name}.log").read_text(errors="replace").split("\n")
    told = [line for line in lines if line.strip()]
    return told[-1] if told else f"{service.title} did not start."


def needed(environ: Mapping[str, str]) -> tuple[Service, ...]:
    """The services that no address in the environment replaces."""
    pairs: Iterable[tuple[Service, str]] = ((POSTGRES, "DATABASE_URL"), (REDIS, "REDIS_URL"))
    return tuple(service for service, name in pairs if not environ.get(name))


def share(root: Path) -> Share:
    """Take a share in whatever embedded services the environment leaves to us."""
    return Share(root, needed(os.environ)).take()
