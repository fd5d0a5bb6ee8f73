"""The keeper of one embedded service: its only parent; stops it when nobody holds a share.

Started by whoever needs the service first, in a session of its own. The service is tied to the
keeper by the kernel, so nothing stays behind however the keeper ends.
"""

import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from clayton_review.local import addresses
from clayton_review.local.leash import leash
from clayton_review.local.owner import service_owner
from clayton_review.local.services import SERVICES, Service
from clayton_review.local.trouble import Trouble
from clayton_review.local.use import can_lock, lock_file

GLANCE_SECONDS = 0.2
STOP_SECONDS = 8.0
MOST_STARTS = 5


class Stopped(Exception):
    """Somebody asked the keeper itself to end."""


def keep(service: Service, root: Path) -> None:
    """Run the service until nobody uses it; returns at once when another keeper has it."""
    own = lock_file(root, f"{service.name}.keeper")
    deadline = time.monotonic() + 2  # others look at this lock for an instant
    while not can_lock(own, fcntl.LOCK_EX):
        if time.monotonic() > deadline:
            return
        time.sleep(0.02)
    owner = service_owner()
    owner.take(addresses.socket_folder(root))
    users = lock_file(root, f"{service.name}.users")
    for start in range(MOST_STARTS):
        _end_leftover(service, root)
        child = subprocess.Popen(
            service.prepare(root, owner),
            cwd="/",
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=leash(service.stop_signal),  # noqa: PLW1509  # one thread only
            umask=0o077,
            **owner.identity(),
        )
        _pid_file(service, root).write_text(str(child.pid))
        try:
            while child.poll() is None:
                if can_lock(users, fcntl.LOCK_EX):
                    return
                time.sleep(GLANCE_SECONDS)
        finally:
            _stop(child, service)
        time.sleep(0.2 * 2**start)
    raise Trouble(f"{service.title} ends again and again: see var/log/{service.name}.log.")


def _stop(child: "subprocess.Popen[bytes]", service: Service) -> None:
    if child.poll() is None:
        child.send_signal(service.stop_signal)
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _end_leftover(service: Service, root: Path) -> None:
    """End a server that outlived its keeper (kill -9, no leash on this system), and wait for it."""
    deadline = time.monotonic() + STOP_SECONDS
    while (pid := _leftover(service, root)) and time.monotonic() < deadline:
        os.kill(pid, service.stop_signal)
        time.sleep(0.2)


def _leftover(service: Service, root: Path) -> int | None:
    """The process of an earlier keeper's server, if it still runs."""
    pid_file = _pid_file(service, root)
    text = pid_file.read_text() if pid_file.exists() else ""
    if not text.isdecimal():
        return None
    status = Path("/proc", text, "cmdline")
    if sys.platform == "linux":
        command = status.read_bytes().decode(errors="replace") if status.exists() else ""
    else:
        ps = ["ps", "-ww", "-o", "command=", "-p", text]
        command = subprocess.run(ps, capture_output=True, text=True, check=False).stdout
    return int(text) if str(addresses.socket_folder(root)) in command else None


def _pid_file(service: Service, root: Path) -> Path:
    return root / "var" / "run" / f"{service.name}.pid"


def _end(number: int, frame: FrameType | None) -> None:
    raise Stopped


def main() -> int:
    """Keep the service named on the command line; the exit status tells whether it went well."""
    signal.signal(signal.SIGTERM, _end)
    try:
        keep(SERVICES[sys.argv[1]], Path(sys.argv[2]))
    except Stopped:
        return 0
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{sys.argv[1]} does not start: {error}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
