"""Docstrings name only what exists: the errors that they say are raised, and constants."""

import ast
import builtins
import re
from functools import cache
from pathlib import Path
from pkgutil import resolve_name

import pytest

from tests.test_docstrings import HOLDERS, PACKAGES, ROOT

RAISING = re.compile(r"\braises?\b(?:[^.]|\.\w)*", re.I)
ERROR = re.compile(r"`((?:\w+\.)*[A-Z]\w*[a-z]\w*)`")
CONSTANT = re.compile(r"`([A-Z]{2,}(?:_[A-Z0-9]+)*)`")


def source_files(package: str) -> list[Path]:
    """List the Python files of a package."""
    return sorted((ROOT / package).rglob("*.py"))


@cache
def defined_names() -> frozenset[str]:
    """Return all names that the code defines or imports, and those of its settings."""
    names = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    for path in (path for package in PACKAGES for path in source_files(package)):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                names.add(node.name)
            elif isinstance(node, ast.ImportFrom):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names.add(node.id)
    return frozenset(names)


def is_defined(name: str) -> bool:
    """True if the code or Python defines the name, or a package holds it at its full path."""
    if name.rpartition(".")[2] in defined_names() or hasattr(builtins, name):
        return True
    try:
        return "." in name and bool(resolve_name(name))
    except (ImportError, AttributeError):
        return False


def lost_names(source: str) -> list[str]:
    """List errors after "raises", and constants, that docstrings name and nothing defines."""
    docstrings = [
        ast.get_docstring(node) or ""
        for node in ast.walk(ast.parse(source))
        if isinstance(node, HOLDERS)
    ]
    names = [
        name
        for text in docstrings
        for name in [
            *(name for clause in RAISING.findall(text) for name in ERROR.findall(clause)),
            *CONSTANT.findall(text),
        ]
    ]
    return [name for name in names if not is_defined(name)]


@pytest.mark.parametrize("package", PACKAGES)
def test_docstrings_name_errors_and_constants_that_exist(package: str) -> None:
    lost = {
        str(path.relative_to(ROOT)): names
        for path in source_files(package)
        if (names := lost_names(path.read_text()))
    }

    assert lost == {}


@pytest.mark.parametrize(
    "name", ["Refused", "sealing.KeyUnusable", "ValueError", "json.JSONDecodeError"]
)
def test_a_defined_error_may_be_named(name: str) -> None:
    assert lost_names(f'def f():\n    """Save it; raises `{name}`."""') == []


@pytest.mark.parametrize("name", ["Overtaken", "sealing.Overtaken", "json.Overtaken"])
def test_an_error_that_nothing_defines_is_seen(name: str) -> None:
    assert lost_names(f'def f():\n    """Save it. Raises `{name}` when late."""') == [name]


def test_a_constant_that_nothing_defines_is_seen() -> None:
    assert lost_names('"""Cut at the first of `NO_SUCH_ROOMS`."""') == ["NO_SUCH_ROOMS"]
