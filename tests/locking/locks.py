"""The table of `docs/locks.md`: each lock, the rows it takes, and the test in which it does."""

import ast
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from django.db import connection

from tests.product_functions import ROOT, Function, functions_calling, product_files

TABLE = ROOT / "docs" / "locks.md"
LINE = re.compile(
    r"^\| `([^`]+)` \| ([^|]+) \| `([^` ]+)` `([^`]+)` \| `([^`]+)` \|$", re.MULTILINE
)
LOCKING = re.compile(r'FROM "(\w+)".* FOR ((?:NO KEY )?UPDATE)', re.DOTALL)


@dataclass(frozen=True)
class Lock:
    """A function that locks rows, the table these are in, and the strength of the lock."""

    function: Function
    table: str
    strength: str  # “update”, or “no key update”, beside which rows may refer to the locked one

    def __str__(self) -> str:
        return f"{self.function} locks {self.table} for {self.strength}"


@cache
def locks_by_test() -> dict[str, list[Lock]]:
    """Return the locks that each test must see taken."""
    by_test: dict[str, list[Lock]] = {}
    for table, strength, path, name, test in LINE.findall(TABLE.read_text()):
        by_test.setdefault(test, []).append(Lock(Function(path, name), table, strength))
    return by_test


@cache
def locking_functions() -> list[Function]:
    """Return the function of each `select_for_update`; one with two locks stands there twice."""
    functions = []
    for file in product_files():
        text = file.read_text()
        if "select_for_update" in text:
            path = str(file.relative_to(ROOT))
            functions += [Function(path, name) for name in _locking(ast.parse(text), "")]
    return functions


def _locking(node: ast.AST, function: str) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        inside = function
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            inside = f"{function}.{child.name}".lstrip(".")
        if isinstance(child, ast.Attribute) and child.attr == "select_for_update":
            yield function
        yield from _locking(child, inside)


@contextmanager
def watched_locks() -> Iterator[set[Lock]]:
    """Collect the locks taken until the block ends, each with the function that asked for it."""
    locks: set[Lock] = set()
    locking = set(locking_functions())

    def watch(execute: Any, sql: str, *arguments: Any) -> Any:
        if match := LOCKING.search(sql):
            asking = (function for function in functions_calling() if function in locking)
            locks.update(
                Lock(function, match[1], match[2].lower()) for function in islice(asking, 1)
            )
        return execute(sql, *arguments)

    with connection.execute_wrapper(watch):
        yield locks
