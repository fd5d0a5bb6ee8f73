"""A separate checkout for tests that start the whole portal as real processes."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from django.conf import settings

from clayton_review.local import addresses

CODE = (
    *("clayton_review", "incidents", "surveys", "findings"),
    *("templates", "static", "locale", "deploy"),
)
UNFINISHED = shutil.ignore_patterns("*.pyc.*")  # another process is just compiling a module
PATIENCE_SECONDS = 300.0
STATIC = Path(settings.VAR_DIR) / "test-static"


@contextmanager
def checkout(name: str) -> Iterator[Path]:
    """Yield a copy of the code in a folder of this name; remove it and its processes afterwards."""
    with tempfile.TemporaryDirectory(prefix="portal-") as folder:
        Path(folder).chmod(0o755)
        root = Path(folder) / name
        root.mkdir(parents=True)
        for part in CODE:
            source = Path(settings.BASE_DIR) / part
            if source.exists():
                shutil.copytree(source, root / part, ignore=UNFINISHED)
        shutil.copy(Path(settings.BASE_DIR) / "manage.py", root)
        _take_static(root)
        try:
            yield root
        finally:
            _keep_static(root)
            for pid in left_behind(root):
                os.kill(pid, signal.SIGKILL)
            home = root / "var" / "home"
            if home.is_symlink():
                shutil.rmtree(home.resolve())
            shutil.rmtree(addresses.socket_folder(root), ignore_errors=True)


@contextmanager
def _static_alone() -> Iterator[None]:
    STATIC.parent.mkdir(exist_ok=True)
    with STATIC.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _take_static(root: Path) -> None:
    """Start with the compressed static files of an earlier checkout; the portal checks them."""
    with _static_alone():
        if STATIC.exists():
            shutil.copytree(STATIC, root / "var" / "static")


def _keep_static(root: Path) -> None:
    """Keep the compressed static files for the next checkout, if they are new and whole."""
    files = root / "var" / "static"
    with _static_alone():
        if _stamp(files) not in ("", _stamp(STATIC)):
            shutil.rmtree(STATIC, ignore_errors=True)
            shutil.copytree(files, STATIC)


def _stamp(static: Path) -> str:
    stamp = static / ".stamp"
    return stamp.read_text() if stamp.exists() else ""


def left_behind(root: Path) -> list[int]:
    """Return the processes that work in the checkout or serve its sockets."""
    processes_left = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            place = os.readlink(process / "cwd")
            command = (process / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if place.startswith(str(root)) or str(addresses.socket_folder(root)) in command:
            processes_left.append(int(process.name))
    return processes_left


def wait_until_left(root: Path, *, seconds: float = 60) -> list[int]:
    """Return the processes that are left after a while."""
    deadline = time.monotonic() + seconds
    while (remaining := left_behind(root)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return remaining


def free_port() -> int:
    """Return a port that no program listens on."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


def bare() -> dict[str, str]:
    """Return an environment without any of the tests' own settings."""
    ours = {"DATABASE_URL", "REDIS_URL", "CLOCK_SHIFT_SECONDS", "MAKELEVEL", "CI"}
    variables = {name: value for name, value in os.environ.items() if name not in ours}
    return variables | {"DEMONSTRATION": "0"}


@dataclass
class Portal:
    """`make run` without the set-up, in a checkout."""

    root: Path
    port: int = field(default_factory=free_port)
    environment: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[str] | None" = None

    def __enter__(self) -> "Portal":
        self.process = subprocess.Popen(
            [sys.executable, "-m", "clayton_review.local"],
            cwd=self.root,
            env=bare() | {"PORT": str(self.port)} | self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()

    def wait_until_served(self) -> str:
        """Read the output until it gives the address, and return it."""
        return self.wait_until_it_says("Ctrl-C stops it")

    def wait_until_it_says(self, words: str) -> str:
        """Read the output until these words come, and return it."""
        assert self.process is not None
        assert self.process.stdout is not None
        output = ""
        for line in self.process.stdout:
            output += line
            if words in line:
                return output
        raise AssertionError(output)

    def get(self, path: str) -> int:
        """Return the status of a page."""
        try:
            with urlopen(f"http://localhost:{self.port}{path}", timeout=60) as answer:
                return int(answer.status)
        except HTTPError as refusal:
            return refusal.code

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """Send a signal, wait for the end, and return the exit status and the last output."""
        assert self.process is not None
        assert self.process.stdout is not None
        self.process.send_signal(number)
        output = self.process.stdout.read() if number != signal.SIGKILL else ""
        return self.process.wait(60), output

    def processes(self, word: str) -> list[int]:
        """Return the portal's direct children whose command contains the word."""
        assert self.process is not None
        processes_of_root = []
        for pid in left_behind(self.root):
            try:
                status = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                command = Path(f"/proc/{pid}/cmdline").read_text()
            except OSError:
                continue
            if int(status[1]) == self.process.pid and word in command:
                processes_of_root.append(pid)
        return processes_of_root


def run(root: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Start the portal where it cannot start, and return the result."""
    return subprocess.run(
        [sys.executable, "-m", "clayton_review.local"],
        cwd=root,
        env=bare() | {"PORT": str(free_port())} | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


def manage(root: Path, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a `manage.py` command in the checkout, and return the result."""
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=root,
        env=bare() | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
