"""The map of which tests reach which line, written by `tests.faults.reach`."""

import ast
import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.faults.kinds import Fault
from tests.faults.sample import ROOT, code_files, model_files

REACH_FILE = ROOT / "var" / "faults" / "reach.json"


def write_reach(tests_by_line: dict[str, list[str]], tests: Iterable[str]) -> None:
    """Store the tests that reach each line, with the digests of these tests and of the code."""
    files = {test.partition("::")[0] for test in tests}.union(code_files(), model_files())
    digests = {file: digest(ROOT / file) for file in files}
    REACH_FILE.parent.mkdir(parents=True, exist_ok=True)
    REACH_FILE.write_text(json.dumps({"tests_by_line": tests_by_line, "files": digests}))


def digest(*files: Path) -> str:
    """Return the SHA-256 of files."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


@dataclass(frozen=True)
class ReachMap:
    """The tests that reach each line: ids of tests, or files whose shared fixtures reach it."""

    tests_by_line: dict[str, list[str]]
    files: dict[str, str]

    @classmethod
    def read(cls) -> "ReachMap":
        """Return the stored map. Raise `FileNotFoundError` where none was made."""
        return cls(**json.loads(REACH_FILE.read_text()))

    @cached_property
    def n_lines(self) -> Counter[str]:
        """The number of lines that each test reaches: few, where it is about this very line."""
        return Counter(test for tests in self.tests_by_line.values() for test in tests)

    def tests_for(self, fault: Fault, source: str) -> list[str]:
        """Return the tests that reach the place of a fault, those closest to it first.

        A file of tests that was changed since counts as a whole where it mirrors the place.
        """
        reaching = self._reaching(fault, source)
        reaching |= {file for file in self._changed_tests if _closeness(file, fault.path) > 0}
        whole = {test for test in reaching if "::" not in test}
        reaching = {test for test in reaching if test.partition("::")[0] not in whole} | whole
        return sorted(
            (test for test in reaching if (ROOT / test.partition("::")[0]).exists()),
            key=lambda test: (-_closeness(test, fault.path), self.n_lines[test], test),
        )

    def tests_of_room(self, fault: Fault) -> list[str]:
        """Return the files of tests of its room, the closest first."""
        close = {file: _closeness(file, fault.path) for file in test_files()}
        return sorted((file for file in close if close[file] > 0), key=lambda file: -close[file])

    def _reaching(self, fault: Fault, source: str) -> set[str]:
        """Return the tests that reach the statement; any line of the file, where it was changed."""
        if fault.function and self.files.get(fault.path) == digest(ROOT / fault.path):
            places = (f"{fault.path}:{line}" for line in statement_lines(source, fault.line))
            return {test for place in places for test in self.tests_by_line.get(place, ())}
        start = f"{fault.path}:"
        lines = (line for line in self.tests_by_line if line.startswith(start))
        return {test for line in lines for test in self.tests_by_line[line]}

    @cached_property
    def _changed_tests(self) -> set[str]:
        return {file for file in test_files() if self.files.get(file) != digest(ROOT / file)}


def test_files() -> list[str]:
    """Return the files of tests."""
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py"))


def statement_lines(source: str, line: int) -> Iterable[int]:
    """Return the first line of the innermost statement that a line belongs to.

    The values that a function has by default, and decorators, are read at the import: they return
    all its lines.
    """
    statements = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.stmt) and _first_line(node) <= line <= _last_line(node)
    ]
    statement = max(statements, key=_first_line)
    is_definition = isinstance(statement, ast.FunctionDef)
    if is_definition or line < statement.lineno:
        return range(_first_line(statement), _last_line(statement) + 1)
    return [statement.lineno]


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _last_line(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def _closeness(test: str, path: str) -> int:
    """Return how many folders a test shares with the place that it would mirror."""
    tested = test.partition("::")[0].split("/")[1:]
    place = [part for part in path.split("/") if part != "clayton_review"]
    shared = next(
        (n for n, (one, other) in enumerate(zip(tested, place, strict=False)) if one != other),
        min(len(tested), len(place)),
    )
    names = {part.removesuffix(".py") for part in place} - {"actions", "selectors", "policies"}
    is_same_subject = tested[-1].removeprefix("test_").removesuffix(".py") in names
    return 2 * shared + (is_same_subject and shared > 0)
