"""The asking end of `tests.faults.forking`: a session that tries one fault after another."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from tests.copied import CopiedProject
from tests.faults.forking import ANSWERS, REQUESTS

# Tests that reach the code in the process that runs them, and soon.
IN_PROCESS = "not browser and not processes and not long"


@dataclass(frozen=True)
class ForkedSession:
    """A running pytest session in a copy of the project."""

    project: CopiedProject
    requests: IO[str]
    answers: IO[str]

    def first_red(self, path: str, source: str, tests: list[str]) -> str | None:
        """Return the first of these tests that turns red with this source of a file.

        Nothing if all pass; None if only a new process can try it.
        """
        file = str(self.project.root / path)
        request = {"file": file, "source": source, "tests": tests}
        self.requests.write(json.dumps(request) + "\n")
        self.requests.flush()
        answer = json.loads(self.answers.readline())
        return str(answer["red"]) if answer["is_answered"] else None


@contextmanager
def forked_session(project: CopiedProject, tests: str = IN_PROCESS) -> Iterator[ForkedSession]:
    """Start a session in the copy with the tests of these marks, and end it after the block."""
    requests_read, requests_write = os.pipe()
    answers_read, answers_write = os.pipe()
    command = [
        sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:randomly",
        "-p", "tests.faults.forking", "-m", tests,
    ]  # fmt: skip
    ends = {REQUESTS: str(requests_read), ANSWERS: str(answers_write)}
    with (project.root / "forked.log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=project.root, env=project.environment | ends,
            pass_fds=(requests_read, answers_write), stdout=log, stderr=log,
        )  # fmt: skip
    os.close(requests_read)
    os.close(answers_write)
    with os.fdopen(requests_write, "w") as requests, os.fdopen(answers_read) as answers:
        yield ForkedSession(project, requests, answers)
    process.wait()
