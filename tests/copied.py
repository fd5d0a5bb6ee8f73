"""A copy of the project that may be broken, whose tests have a database and Redis of their own."""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from tests.environment import redis_url
from tests.extending.copied_project import copy_with

SECONDS = 300
ALL_PASSED, SOME_FAILED = 0, 1  # exit statuses of pytest


@dataclass(frozen=True)
class CopiedProject:
    """The folder of the copy, and the environment in which its tests run."""

    root: Path
    environment: dict[str, str]

    @classmethod
    def make(cls, root: Path, database: str, worker: str) -> "CopiedProject":
        """Copy the project to a new folder; name its database and the process of its Redis."""
        server = connection.settings_dict
        host = str(server["HOST"]).replace("/", "%2F")
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTEST_", "DJANGO_"))
        }
        environment |= {
            "DATABASE_URL": f"postgres://{server['USER']}@{host}:5432/{database}",
            "REDIS_URL": redis_url(worker),
        }
        return cls(copy_with((), root), environment)

    def run(self, tests: Iterable[str], *options: str, seconds: int = SECONDS) -> tuple[int, str]:
        """Run these tests; return the exit status and what was printed."""
        command = [
            sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:randomly", *options, *tests,
        ]  # fmt: skip
        run = subprocess.run(
            command, cwd=self.root, env=self.environment, capture_output=True, text=True,
            check=False, timeout=seconds,
        )  # fmt: skip
        return run.returncode, run.stdout + run.stderr

    @contextmanager
    def changed(self, path: str, text: str) -> Iterator[None]:
        """Give a file of the copy another text until the block ends."""
        file = self.root / path
        whole, times = file.read_text(), file.stat()
        file.write_text(text)
        try:
            yield
        finally:
            file.write_text(whole)
            os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))  # fits its compiled form
