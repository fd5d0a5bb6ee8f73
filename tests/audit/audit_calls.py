"""The calls in the code that write a row of the audit record, found by reading the code."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.product_functions import ROOT, Function, product_files

# Functions that write a row, and the argument of each that says what was done. `note` hands its on.
WRITERS = {
    ("clayton_review.audit.actions", "record"): "verb",
    ("incidents.actions.history", "note"): "act",
}
HANDING_ON = ("incidents/actions/history.py", "note")
BUILT = ""  # the verb of a call that puts it together


@dataclass(frozen=True)
class AuditCall:
    """One place where a function writes a row."""

    function: Function
    verb: str


@cache
def audit_calls() -> list[AuditCall]:
    """Return every call of `record`, and of functions that only hand their verb on to it."""
    return [call for path, tree in _modules() for call in _calls_in(path, tree)]


@cache
def public_actions() -> list[Function]:
    """Return the functions of all actions that somebody's act may call: their actor is `by`."""
    return [
        Function(path, node.name)
        for path, tree in _modules()
        if "actions" in Path(path).with_suffix("").parts
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        if not node.name.startswith("_") and "by" in {arg.arg for arg in node.args.kwonlyargs}
    ]


@cache
def _modules() -> list[tuple[str, ast.Module]]:
    """Return the modules that know a writer, and those of actions, with their paths."""
    modules = []
    for file in product_files():
        text = file.read_text()
        if "actions" in file.with_suffix("").parts or any(module in text for module, _ in WRITERS):
            modules.append((str(file.relative_to(ROOT)), ast.parse(text)))
    return modules


def _calls_in(path: str, tree: ast.Module) -> Iterator[AuditCall]:
    arguments = _writers_imported_by(tree)
    for function, call in _calls_with_function(tree):
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        if name in arguments and (path, function) != HANDING_ON:
            verb = next(kw.value for kw in call.keywords if kw.arg == arguments[name])
            text = str(verb.value) if isinstance(verb, ast.Constant) else BUILT
            yield AuditCall(Function(path, function), text)


def _writers_imported_by(tree: ast.Module) -> dict[str, str]:
    """Return the names under which a module knows the writers, each with its argument."""
    return {
        alias.asname or alias.name: WRITERS[node.module or "", alias.name]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if (node.module or "", alias.name) in WRITERS
    }


def _calls_with_function(node: ast.AST, function: str = "") -> Iterator[tuple[str, ast.Call]]:
    """Return every call with the qualified name of the function that it stands in."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield function, child
        inside = function
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            inside = f"{function}.{child.name}".lstrip(".")
        yield from _calls_with_function(child, inside)
