"""Putting faults into a copy of the project one by one, and running the tests that reach them."""

import json
import re
import subprocess
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Protocol

from tests.copied import ALL_PASSED, CopiedProject
from tests.faults.kinds import Fault
from tests.faults.reach_map import digest

SECONDS = 900  # a run that takes longer hangs, however busy the machine is
AT_ONCE = (40, 400)  # the closest tests first; many more at a time after them
FAILED_TEST = re.compile(r"^(?:FAILED|ERROR) (tests/.+?)(?: - .*)?$", re.MULTILINE)


class Reach(Protocol):
    """The tests that may notice a fault."""

    def tests_for(self, fault: Fault, source: str) -> list[str]:
        """Return the tests that reach the place of a fault, those closest to it first."""

    def tests_of_room(self, fault: Fault) -> list[str]:
        """Return the files of tests of its room, for a place that is reached at the import only."""


class Outcome(StrEnum):
    """The end of a trial."""

    NOTICED = "noticed"
    SURVIVED = "survived"
    NOT_REACHED = "not reached"  # by no test that runs in this process


@dataclass(frozen=True)
class Trial:
    """One fault, and the first test that turned red."""

    fault: str
    kind: str
    outcome: Outcome
    test: str
    n_tests: int
    seconds: int
    state: str  # the digest of what decides it: the code, and the red test or else all tests

    @property
    def is_noticed(self) -> bool:
        """True if some test turned red."""
        return self.outcome == Outcome.NOTICED


class TrialFile:
    """The trials so far, so that a run that was stopped goes on where it was."""

    def __init__(self, path: Path) -> None:
        self.path = path
        stored = json.loads(path.read_text()) if path.exists() else []
        self.trials = {row["fault"]: Trial(**row) for row in stored}

    def add(self, trial: Trial) -> None:
        """Store one more."""
        self.trials[trial.fault] = trial
        self.path.parent.mkdir(parents=True, exist_ok=True)
        rows = [asdict(each) for each in self.trials.values()]
        self.path.write_text(json.dumps(rows, indent=1, ensure_ascii=False))

    def last(self, fault: Fault) -> Trial | None:
        """Return the last trial of this fault, in whatever state of the code."""
        return self.trials.get(str(fault))


@dataclass(frozen=True)
class Laboratory:
    """A copy of the project, and ways to the tests that may notice a fault.

    `quick_red` answers as `ForkedSession.first_red` does, `fresh_database` undoes what a new
    process with an earlier fault left behind.
    """

    project: CopiedProject
    reach: Reach
    quick_red: Callable[[str, str, list[str]], str | None]
    fresh_database: Callable[[], None]

    def try_out(self, fault: Fault, noticed_by: str = "") -> Trial:
        """Put a fault in, run tests until one turns red, and take the fault out again.

        `noticed_by` is a test that noticed it before and runs first.
        """
        started = time.monotonic()
        source = (self.project.root / fault.path).read_text()
        broken = fault.apply(source)
        tests = self.reach.tests_for(fault, source)
        first_red = self._first_red if tests else self._first_red_in_new_process
        red = first_red(fault.path, broken, [noticed_by]) if noticed_by else ""
        red = red or first_red(fault.path, broken, tests or self.reach.tests_of_room(fault))
        outcome = Outcome.NOTICED if red else Outcome.SURVIVED if tests else Outcome.NOT_REACHED
        seconds = round(time.monotonic() - started)
        state = self.state(fault, red)
        return Trial(str(fault), fault.kind, outcome, red, len(tests), seconds, state)

    def is_up_to_date(self, fault: Fault, trial: Trial | None) -> bool:
        """True if a trial need not be made again."""
        return trial is not None and trial.state == self.state(fault, trial.test)

    def state(self, fault: Fault, red_test: str) -> str:
        """Return the digest of the code, and of the red test or else of all tests."""
        file = red_test.partition("::")[0]
        tests = [self.project.root / file] if file else self.all_tests
        return digest(self.project.root / fault.path, *tests)

    @cached_property
    def all_tests(self) -> list[Path]:
        """The files of all tests in the copy."""
        return sorted((self.project.root / "tests").rglob("test_*.py"))

    def red_without_fault(self, tests: Iterable[str]) -> set[str]:
        """Return those of these tests that are red in the copy as it is."""
        _, output = self._run(sorted(set(tests)))
        return set(FAILED_TEST.findall(output))

    def _first_red(self, path: str, broken: str, tests: list[str]) -> str:
        red = self.quick_red(path, broken, tests)
        return self._first_red_in_new_process(path, broken, tests) if red is None else red

    def _first_red_in_new_process(self, path: str, broken: str, tests: list[str]) -> str:
        with self.project.changed(path, broken):
            return next(filter(None, map(self._red_in_new_process, _portions(tests))), "")

    def _red_in_new_process(self, tests: list[str]) -> str:
        """Return the first of these tests to turn red, or nothing; a hanging one is red too."""
        try:
            status, output = self._run(tests, "-x")
        except subprocess.TimeoutExpired:
            return tests[0]
        if status == ALL_PASSED:
            return ""
        return next(iter(FAILED_TEST.findall(output)), tests[0])  # or pytest did not even start

    def _run(self, tests: list[str], *options: str) -> tuple[int, str]:
        self.fresh_database()
        names = self.project.root / "tests_to_run"
        names.write_text("\n".join(tests))
        return self.project.run(
            [f"@{names}"], "-rfE", "--tb=no", "--reuse-db", *options, seconds=SECONDS
        )


def _portions(tests: list[str]) -> Iterable[list[str]]:
    first, more = AT_ONCE
    starts = [0, *range(first, len(tests), more)] if tests else []
    for start, end in zip(starts, [*starts[1:], len(tests)], strict=True):
        yield tests[start:end]
