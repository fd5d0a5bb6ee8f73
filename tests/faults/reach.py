"""Lines that each test reaches: a plugin of pytest that writes `var/faults/reach.json`.

Used as `pytest -p tests.faults.reach`. Each statement inside a function of the files in question
gets a probe when the file is imported.
"""

import ast
import builtins
import sys
from collections.abc import Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

import pytest

from tests.faults.reach_map import write_reach
from tests.faults.sample import ROOT, code_files, model_files

REACHED: set[str] = set()
BY_TEST: dict[str, set[str]] = {}
BY_FIXTURES_OF_FILE: dict[str, set[str]] = {}
PROBE = "__reached__"


class WithProbes(ast.NodeTransformer):
    """Code in which each statement inside a function says first that it was reached."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.depth = 0

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.depth += 1
        self.generic_visit(node)
        self.depth -= 1
        return node

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        if self.depth:
            for field in ("body", "orelse", "finalbody"):
                statements = getattr(node, field, None)
                if isinstance(statements, list):
                    setattr(node, field, list(self._probed(statements)))
        return node

    def _probed(self, statements: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
        for statement in statements:
            name = ast.Name(PROBE, ast.Load())
            place = ast.Constant(f"{self.path}:{statement.lineno}")
            probe = ast.Expr(ast.Call(name, [place], []))
            yield ast.fix_missing_locations(ast.copy_location(probe, statement))
            yield statement


class ProbingLoader(SourceFileLoader):
    """Loads a file with probes, never from a compiled one."""

    def get_code(self, fullname: str) -> CodeType:
        """Return the code with probes."""
        path = Path(self.get_filename(fullname))
        tree = WithProbes(str(path.relative_to(ROOT))).visit(ast.parse(path.read_text()))
        code: CodeType = compile(tree, str(path), "exec")
        return code


class ProbingFinder(MetaPathFinder):
    """Finds the files in question before Python does."""

    def __init__(self) -> None:
        self.files = {str(ROOT / path) for path in [*code_files(), *model_files()]}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the module with a probing loader, or None for all other modules."""
        if fullname.partition(".")[0] not in {"clayton_review", "findings", "incidents", "surveys"}:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.origin not in self.files:
            return None
        spec.loader = ProbingLoader(fullname, spec.origin)
        return spec


setattr(builtins, PROBE, REACHED.add)
sys.meta_path.insert(0, ProbingFinder())


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """Note what fixtures reach that all tests of a file share."""
    REACHED.clear()
    yield
    definitions = getattr(item, "_fixtureinfo").name2fixturedefs.values()  # noqa: B009  # not typed
    if any(fixtures[-1].scope == "module" for fixtures in definitions):
        file = item.nodeid.partition("::")[0]
        BY_FIXTURES_OF_FILE.setdefault(file, set()).update(REACHED)


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Note what the test reached, its own fixtures included."""
    yield
    BY_TEST.setdefault(item.nodeid, set()).update(REACHED)


def pytest_sessionfinish() -> None:
    """Write for each line the tests that reach it."""
    reached: dict[str, list[str]] = {}
    for test, lines in (BY_TEST | BY_FIXTURES_OF_FILE).items():
        for line in lines:
            reached.setdefault(line, []).append(test)
    write_reach(reached, BY_TEST)
