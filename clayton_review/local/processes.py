"""The portal's own processes: start them, restart them after a crash, stop them."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from clayton_review.local.die_with_parent import die_with_parent_hook
from clayton_review.local.errors import StartError
from clayton_review.local.service_lock import private_folder

# `prepare` has run Django's checks; again they would take two fifths of the start of each process.
CELERY = ["-m", "celery", "-A", "clayton_review.celery:app", "--skip-checks"]
STOP_SECONDS = 7.0
MAX_CRASHES = 5
CALM_SECONDS = 60.0
# Private keys that one process needs; no other one gets them.
KEY_HOLDERS = {"REPORT_SIGNING_KEY": "web", "SURVEY_OPENING_KEY": "worker"}


@dataclass
class PortalProcess:
    """One process of the portal; its output goes to `var/log`."""

    name: str
    command: list[str]
    root: Path
    environment: dict[str, str]
    death_signal: signal.Signals = signal.SIGTERM
    process: "subprocess.Popen[bytes] | None" = None
    crashes: list[float] = field(default_factory=list)
    due: float = 0.0

    def start(self) -> None:
        """Start the process in a group of its own; it ends when this process ends."""
        with (private_folder(self.root, "log") / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.command],
                cwd=self.root,
                env=self.variables(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent_hook(self.death_signal),  # noqa: PLW1509  # one thread only
            )

    def variables(self) -> dict[str, str]:
        """Return its environment variables, without private keys that other processes need."""
        return {
            name: value
            for name, value in (os.environ | self.environment).items()
            if KEY_HOLDERS.get(name, self.name) == self.name
        }

    def restart_if_crashed(self) -> None:
        """Restart the process if it has crashed; each crash in a row doubles the pause.

        Raises `StartError` at the fifth crash within a minute.
        """
        now = time.monotonic()
        if self.process is None and now >= self.due:
            self.start()
        elif self.process is not None and self.process.poll() is not None:
            status, self.process = self.process.returncode, None
            self.crashes = [then for then in self.crashes if now - then < CALM_SECONDS] + [now]
            self.due = now + 0.5 * 2 ** len(self.crashes)
            event = f"The {self.name} process ended unexpectedly (status {status})"
            if len(self.crashes) >= MAX_CRASHES:
                raise StartError(f"{event}, again and again: see var/log/{self.name}.log.")
            print(f"{event}; starting it again.", file=sys.stderr, flush=True)

    def terminate(self) -> None:
        """Send the process SIGTERM, so that it can finish what it does."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait_or_kill(self, deadline: float) -> None:
        """Wait for the end until the deadline, then kill the process and its children."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def portal_processes(
    root: Path, host: str, port: int, variables: dict[str, str]
) -> list[PortalProcess]:
    """Return web server, worker, intake and beat; each takes the keys that it needs.

    Intake is a worker for received files alone, so that slow ones keep nothing else waiting.
    Without its parent there is no Redis, and a worker would wait for it forever: it is killed,
    with its own children. When their leases expire, other workers run its jobs.
    """
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    web = [
        "-m", "gunicorn", "clayton_review.wsgi:application", "--bind", bind,
        "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "60",
        "--graceful-timeout", "5", "--preload", "--no-control-socket", "--log-level", "warning",
    ]  # fmt: skip
    quiet = ["--loglevel", "WARNING"]
    alone = ["--without-gossip", "--without-mingle"]
    work = ["worker", "--queues=celery", "--concurrency", "2", *alone, *quiet]
    intake = ["worker", "--queues=intake", "--hostname=intake@%h", "--concurrency", "1"]
    intake += [*alone, *quiet]
    beat = ["beat", "--schedule", str(root / "var" / "beat"), "--pidfile", "", *quiet]
    return [
        PortalProcess("web", web, root, variables),
        PortalProcess("worker", [*CELERY, *work], root, variables, signal.SIGKILL),
        PortalProcess("intake", [*CELERY, *intake], root, variables, signal.SIGKILL),
        PortalProcess("beat", [*CELERY, *beat], root, variables),
    ]


def stop_all(processes: list[PortalProcess]) -> None:
    """Stop the processes, all at the same time."""
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait_or_kill(deadline)
