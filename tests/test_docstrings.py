"""Docstrings say what is returned or done: those of functions begin with a verb."""

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PRODUCT = ("clayton_review", "findings", "incidents", "surveys")
PACKAGES = ("bench", "tests", *PRODUCT)
OBLIQUE = (
    "how ", "that ", "the same ", "what ", "whether ", "which ", "who ", "whoever ", "whom ",
    "whose ",
)  # fmt: skip
# Add a verb that is missing. "True" is for predicates: "True if the port is free".
VERBS = """
    Accept Add Amend Answer Apply Approve Ask Assess Begin Book Build Change Check Choose Claim
    Clear Close Code Collect Comment Compare Compute Copy Correct Count Create Cut Define Delete
    Deliver Describe Destroy Do Draw Drop Edit Encrypt End Exit File Fold Forecast Format Free
    Freeze Give Group Hand Hold Import Insert Install Invite Issue Join Keep Leave Let Link List
    Load Lock Log Look Mail Make Mark Merge Move Name Note Offer Open Parse Plan Play Prepare Print
    Publish Put Raise Read Record Redirect Refuse Register Release Remove Render Renew Report
    Request Reschedule Reset Resolve Restart Return Round Run Save Say Seal Search Send Set
    Shorten Show Sign Spend Split Stamp Start Stop Store Supervise Take Tell Tie
    Translate Turn Void Wait Wake Weight Withdraw Wrap Write Yield
    True
"""
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
HOLDERS = (ast.Module, ast.ClassDef, *FUNCTIONS)


def first_lines(source: str, holders: tuple[type[ast.AST], ...]) -> list[str]:
    """Return the first line of each docstring of these kinds of nodes."""
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, holders)]
    docstrings = [ast.get_docstring(node) for node in nodes]  # type: ignore[arg-type]
    return [text.splitlines()[0] for text in docstrings if text]


def oblique_docstrings(source: str) -> list[str]:
    """Return the first lines of docstrings that begin obliquely."""
    return [line for line in first_lines(source, HOLDERS) if line.lower().startswith(OBLIQUE)]


def docstrings_without_verb(source: str) -> list[str]:
    """Return the first lines of functions' docstrings that do not begin with a verb."""
    lines = first_lines(source, FUNCTIONS)
    return [line for line in lines if line.split()[0].rstrip(",") not in VERBS.split()]


def lines_by_file(package: str, check: Callable[[str], list[str]]) -> dict[str, list[str]]:
    """Return the lines that the check finds, by file."""
    return {
        str(path.relative_to(ROOT)): lines
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts and (lines := check(path.read_text()))
    }


def silent_about_errors(source: str) -> list[str]:
    """Return the public functions of a module that refuse something and do not say so.

    A function refuses when it raises, checks or locks a record, itself or by a private function.
    """
    body = ast.parse(source).body
    functions = {node.name: node for node in body if isinstance(node, ast.FunctionDef)}
    return [
        name
        for name, function in functions.items()
        if not name.startswith("_")
        and can_raise(function, functions)
        and not re.search("[Rr]aises? `", ast.get_docstring(function) or "")
    ]


def can_raise(function: ast.FunctionDef, functions: dict[str, ast.FunctionDef]) -> bool:
    """True if the function raises an error of its own, or calls what is there to refuse."""
    others = {name: other for name, other in functions.items() if other is not function}
    tries = [node for node in ast.walk(function) if isinstance(node, ast.Try) and node.handlers]
    caught = {node for part in tries for line in part.body for node in ast.walk(line)}
    for node in ast.walk(function):
        if isinstance(node, ast.Raise) and node.exc:
            return True
        called = ast.unparse(node.func).rpartition(".")[2] if isinstance(node, ast.Call) else ""
        if called.startswith("check_") or called == "locked":
            return True
        is_private = called.startswith("_") and called in others and node not in caught
        if is_private and can_raise(others[called], others):
            return True
    return False


@pytest.mark.parametrize("package", PRODUCT)
def test_every_action_says_what_it_refuses(package: str) -> None:
    silent = lines_by_file(package, silent_about_errors)
    actions = {
        path: names
        for path, names in silent.items()
        if "actions" in Path(path).with_suffix("").parts
    }
    assert actions == {}


def test_an_action_silent_about_its_errors_is_seen() -> None:
    refusal = "    raise Refused"
    assert silent_about_errors(f"def ask():\n{refusal}") == ["ask"]
    assert silent_about_errors(f"def ask():\n    _ask()\ndef _ask():\n{refusal}") == ["ask"]
    assert silent_about_errors("def ask():\n    check_request()") == ["ask"]
    assert silent_about_errors(f'def ask():\n    """Ask. Raises `Refused`."""\n{refusal}') == []
    assert silent_about_errors("def ask():\n    pass") == []


@pytest.mark.parametrize("package", PACKAGES)
def test_no_docstring_begins_obliquely(package: str) -> None:
    assert lines_by_file(package, oblique_docstrings) == {}


@pytest.mark.parametrize("package", PRODUCT)
def test_docstrings_of_functions_begin_with_a_verb(package: str) -> None:
    assert lines_by_file(package, docstrings_without_verb) == {}


def test_an_oblique_docstring_is_seen() -> None:
    assert oblique_docstrings('def f():\n    """Whether it fits."""') == ["Whether it fits."]
    assert oblique_docstrings('def f():\n    """True if it fits."""') == []


def test_a_docstring_without_a_verb_is_seen() -> None:
    assert docstrings_without_verb('def f():\n    """The first row."""') == ["The first row."]
    assert docstrings_without_verb('def f():\n    """Return the first row."""') == []
    assert docstrings_without_verb('class Row:\n    """One row of a table."""') == []
