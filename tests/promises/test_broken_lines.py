"""The test of each promise turns red when one line breaks it: only in `make soak`."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection

from tests.environment import redis_url
from tests.extending.copied_project import copy_with
from tests.promises.ledger import Promise, promises

pytestmark = pytest.mark.soak

PROMISES = promises()
SECONDS = 300
ALL_PASSED, SOME_FAILED = 0, 1  # exit statuses of pytest


@dataclass(frozen=True)
class CopiedProject:
    """A copy of the project whose tests have a database and a Redis of their own."""

    root: Path
    environment: dict[str, str]

    def run(self, tests: Iterable[str]) -> tuple[int, str]:
        """Run these tests; return the exit status and the end of what was printed."""
        command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:randomly", *tests]
        run = subprocess.run(
            command, cwd=self.root, env=self.environment, capture_output=True, text=True,
            check=False, timeout=SECONDS,
        )  # fmt: skip
        return run.returncode, (run.stdout + run.stderr)[-3_000:]


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> CopiedProject:
    server = connection.settings_dict
    host = str(server["HOST"]).replace("/", "%2F")
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST_", "DJANGO_"))
    }
    environment |= {
        "DATABASE_URL": f"postgres://{server['USER']}@{host}:5432/promises",
        "REDIS_URL": redis_url("gw6"),
    }
    return CopiedProject(copy_with((), tmp_path_factory.mktemp("promises") / "copy"), environment)


@pytest.fixture
def break_line(copied: CopiedProject) -> Iterator[Callable[[Promise], None]]:
    """Break the line of a promise until the test ends."""
    whole: dict[Path, str] = {}

    def write(promise: Promise) -> None:
        file = copied.root / promise.broken_by.path
        whole[file] = file.read_text()
        promise.broken_by.write(copied.root)

    yield write
    for file, text in whole.items():
        file.write_text(text)


def test_the_project_as_it_is_keeps_every_promise(copied: CopiedProject) -> None:
    status, output = copied.run(sorted({promise.test for promise in PROMISES}))
    assert status == ALL_PASSED, output


@pytest.mark.parametrize("promise", PROMISES, ids=str)
def test_the_test_of_a_promise_turns_red_when_its_line_is_broken(
    promise: Promise,
    copied: CopiedProject,
    break_line: Callable[[Promise], None],
    record_property: Callable[[str, object], None],
) -> None:
    break_line(promise)
    status, output = copied.run([promise.test])
    record_property("broken lines noticed", int(status == SOME_FAILED))
    assert status == SOME_FAILED, output
