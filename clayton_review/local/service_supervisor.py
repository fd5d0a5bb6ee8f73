"""The parent process of one embedded service: start it, watch it, stop it when nobody uses it.

The first process that needs the service starts its supervisor, in a session of its own. The kernel
ends the service when the supervisor ends, so nothing is left running.
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
from clayton_review.local.die_with_parent import die_with_parent_hook
from clayton_review.local.errors import StartError, StopRequested
from clayton_review.local.service_lock import lock_file, try_lock
from clayton_review.local.service_user import find_service_user
from clayton_review.local.services import SERVICES, Service

POLL_SECONDS = 0.2
STOP_SECONDS = 8.0
MAX_STARTS = 5


def supervise(service: Service, root: Path) -> None:
    """Run the service until nobody uses it; return at once if another supervisor runs it.

    Raises `StartError` when the service ends `MAX_STARTS` times by itself.
    """
    supervisor_lock = lock_file(root, f"{service.name}.supervisor")
    deadline = time.monotonic() + 2  # others test this lock for an instant
    while not try_lock(supervisor_lock, fcntl.LOCK_EX):
        if time.monotonic() > deadline:
            return
        time.sleep(0.02)
    user = find_service_user()
    user.make_private(addresses.socket_folder(root))
    users = lock_file(root, f"{service.name}.users")
    for start in range(MAX_STARTS):
        _end_orphan(service, root)
        child = subprocess.Popen(
            service.prepare(root, user),
            cwd="/",
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent_hook(service.stop_signal),  # noqa: PLW1509  # one thread only
            umask=0o077,
            **user.popen_options(),
        )
        _pid_file(service, root).write_text(str(child.pid))
        try:
            while child.poll() is None:
                if try_lock(users, fcntl.LOCK_EX):
                    return
                time.sleep(POLL_SECONDS)
        finally:
            _stop(child, service)
        time.sleep(0.2 * 2**start)
    raise StartError(f"{service.title} ends again and again: see var/log/{service.name}.log.")


def _stop(child: "subprocess.Popen[bytes]", service: Service) -> None:
    if child.poll() is None:
        child.send_signal(service.stop_signal)
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _end_orphan(service: Service, root: Path) -> None:
    """End a server that outlived its supervisor, where the kernel cannot tie them."""
    deadline = time.monotonic() + STOP_SECONDS
    while (pid := _orphan_pid(service, root)) and time.monotonic() < deadline:
        os.kill(pid, service.stop_signal)
        time.sleep(0.2)


def _orphan_pid(service: Service, root: Path) -> int | None:
    """Return the process id of a server left by an earlier supervisor, or None."""
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


def _request_stop(number: int, frame: FrameType | None) -> None:
    raise StopRequested


def main() -> int:
    """Supervise the service named on the command line, and return the exit status."""
    signal.signal(signal.SIGTERM, _request_stop)
    try:
        supervise(SERVICES[sys.argv[1]], Path(sys.argv[2]))
    except StopRequested:
        return 0
    except StartError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{sys.argv[1]} does not start: {error}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
