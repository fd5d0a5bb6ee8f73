"""Docstrings say what is returned or done: none begins with a word that leaves that open."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("bench", "clayton_review", "findings", "incidents", "surveys", "tests")
OBLIQUE = (
    "how ", "that ", "the same ", "what ", "whether ", "which ", "who ", "whoever ", "whom ",
    "whose ",
)  # fmt: skip
HOLDERS = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def oblique_docstrings(source: str) -> list[str]:
    """Return the first lines of docstrings that begin obliquely."""
    docstrings = [
        ast.get_docstring(node) or ""
        for node in ast.walk(ast.parse(source))
        if isinstance(node, HOLDERS)
    ]
    return [text.splitlines()[0] for text in docstrings if text.lower().startswith(OBLIQUE)]


@pytest.mark.parametrize("package", PACKAGES)
def test_no_docstring_begins_obliquely(package: str) -> None:
    oblique = {
        str(path.relative_to(ROOT)): lines
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts and (lines := oblique_docstrings(path.read_text()))
    }

    assert oblique == {}


def test_an_oblique_docstring_is_seen() -> None:
    assert oblique_docstrings('def f():\n    """Whether it fits."""') == ["Whether it fits."]
    assert oblique_docstrings('def f():\n    """True if it fits."""') == []
