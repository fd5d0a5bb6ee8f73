"""The portal's own processes: started, watched, started again when they crash, stopped."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from clayton_review.local.leash import leash
from clayton_review.local.trouble import Trouble
from clayton_review.local.use import private_folder

CELERY = ["-m", "celery", "-A", "clayton_review.celery:app"]
STOP_SECONDS = 7.0
MOST_CRASHES = 5
CALM_SECONDS = 60.0


@dataclass
class Child:
    """One process of the portal; its output goes to `var/log`."""

    name: str
    command: list[str]
    root: Path
    surroundings: dict[str, str]
    death_signal: signal.Signals = signal.SIGTERM
    process: "subprocess.Popen[bytes] | None" = None
    crashes: list[float] = field(default_factory=list)
    due: float = 0.0

    def start(self) -> None:
        """Start it, tied to this process and in a process group of its own."""
        with (private_folder(self.root, "log") / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.command],
                cwd=self.root,
                env=os.environ | self.surroundings,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=leash(self.death_signal),  # noqa: PLW1509  # one thread only
            )

    def look(self) -> None:
        """Start it again when it has crashed; each crash in a row doubles the pause.

        Raises `Trouble` at the fifth crash within a minute.
        """
        now = time.monotonic()
        if self.process is None and now >= self.due:
            self.start()
        elif self.process is not None and self.process.poll() is not None:
            status, self.process = self.process.returncode, None
            self.crashes = [then for then in self.crashes if now - then < CALM_SECONDS] + [now]
            self.due = now + 0.5 * 2 ** len(self.crashes)
            told = f"The {self.name} process ended unexpectedly (status {status})"
            if len(self.crashes) >= MOST_CRASHES:
                raise Trouble(f"{told}, again and again: see var/log/{self.name}.log.")
            print(f"{told}; starting it again.", file=sys.stderr, flush=True)

    def ask_to_stop(self) -> None:
        """Ask it to end in its own way."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def make_stop(self, deadline: float) -> None:
        """Wait for its end until the deadline, then end it and all it has started."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def portal(
    root: Path, host: str, port: int, everybody: dict[str, str], worker: dict[str, str]
) -> list[Child]:
    """Web server, worker and beat; only the worker gets what opens sealed answers.

    With its parent and so Redis gone, the worker would wait for Redis: it is killed, and so are its
    own children; the lease rows see to it that its work is done by another.
    """
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    web = [
        "-m", "gunicorn", "clayton_review.wsgi:application", "--bind", bind,
        "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "60",
        "--graceful-timeout", "5", "--preload", "--no-control-socket", "--log-level", "warning",
    ]  # fmt: skip
    quiet = ["--loglevel", "WARNING"]
    hands = ["worker", "--concurrency", "2", "--without-gossip", "--without-mingle", *quiet]
    beat = ["beat", "--schedule", str(root / "var" / "beat"), "--pidfile", "", *quiet]
    return [
        Child("web", web, root, everybody),
        Child("worker", [*CELERY, *hands], root, everybody | worker, signal.SIGKILL),
        Child("beat", [*CELERY, *beat], root, everybody),
    ]


def stop(children: list[Child]) -> None:
    """Stop all of them together."""
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.make_stop(deadline)
