"""A pytest session that says, for one fault after another, which test turns red.

Used as `pytest -p tests.faults.forking` by `tests.faults.forked_session`. All tests are collected
and the database is made once; each fault is put into the functions of a forked process, where it
ends with that process. A request is one line of JSON, and so is its answer.
"""

import gc
import importlib
import inspect
import json
import os
import select
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from django.db import connections

REQUESTS, ANSWERS = "FAULTS_REQUESTS", "FAULTS_ANSWERS"
SECONDS = 900  # what takes longer hangs, however busy the machine is
IS_FUNCTION = inspect.CO_NEWLOCALS
Functions = dict[tuple[str, str], list[FunctionType]]


def pytest_runtestloop(session: pytest.Session) -> bool:
    """Run the first test, so that all that tests share is there; then answer requests.

    What only the tests of its file share is torn down again: its rows go with the connection.
    """
    first = next(filter(_uses_database, session.items), session.items[0])
    elsewhere = (item for item in session.items if item.path != first.path)
    runtestprotocol(first, nextitem=next(elsewhere, first), log=False)
    for connection in connections.all():
        connection.close()
    functions = functions_by_place()
    with (
        os.fdopen(int(os.environ[REQUESTS])) as requests,
        os.fdopen(int(os.environ[ANSWERS]), "w") as answers,
    ):
        for line in requests:
            answer = _answer(session, functions, **json.loads(line))
            answers.write(json.dumps(answer) + "\n")
            answers.flush()
    return True


def _uses_database(item: pytest.Item) -> bool:
    return "db" in getattr(item, "fixturenames", ())


def functions_by_place() -> Functions:
    """Return all functions of the process by their file and qualified name."""
    gc.unfreeze()
    functions: Functions = {}
    for thing in gc.get_objects():
        if type(thing) is FunctionType:  # lazy objects would be made to answer for another type
            place = (thing.__code__.co_filename, thing.__code__.co_qualname)
            functions.setdefault(place, []).append(thing)
    gc.freeze()
    return functions


def _answer(
    session: pytest.Session, functions: Functions, file: str, source: str, tests: list[str]
) -> dict[str, Any]:
    """Return the first test that turns red with this source of a file; none if all pass.

    Without an answer where the source differs outside functions, which were run at the import,
    where nothing imports the file, and where none of these tests was collected here.
    """
    if not any(place[0] == file for place in functions):  # nothing has imported it
        if "commands" not in Path(file).parts:  # entry points would start here
            return {"is_answered": False}
        module = Path(file).relative_to(session.config.rootpath).with_suffix("")
        importlib.import_module(".".join(module.parts))
        functions.update(functions_by_place())
    with open(file) as original:
        changed = changed_functions(functions, file, original.read(), source)
    wanted = set(tests)
    items = [item for item in session.items if wanted.intersection(_names(item.nodeid))]
    if changed is None or not items:
        return {"is_answered": False}
    items.sort(key=lambda item: _position(tests, item.nodeid))
    return {"is_answered": True, "red": _red_in_fork(changed, items)}


def changed_functions(
    functions: Functions, file: str, original: str, source: str
) -> list[tuple[FunctionType, CodeType]] | None:
    """Return the functions that a new source changes, with their code; None if more is changed.

    A function inside another is changed in it, and wherever it was made at the import.
    """
    former, new = _codes(original, file), _codes(source, file)
    changed = [name for name in new if _essences(new, name) != _essences(former, name)]
    pairs = [
        (function, new[name][0]) for name in changed for function in functions.get((file, name), ())
    ]
    outer = [name for name in changed if "<locals>" not in name]
    is_whole = all(len(new[name]) == 1 and (file, name) in functions for name in outer)
    fits = all(code.co_freevars == function.__code__.co_freevars for function, code in pairs)
    return pairs if pairs and is_whole and fits else None


def _codes(source: str, file: str) -> dict[str, list[CodeType]]:
    """Return the codes of the module, its classes and functions by their qualified name."""
    codes: dict[str, list[CodeType]] = {}
    waiting = [compile(source, file, "exec")]
    while waiting:
        code = waiting.pop()
        codes.setdefault(code.co_qualname, []).append(code)
        waiting += [part for part in code.co_consts if isinstance(part, CodeType)]
    return codes


def _essences(codes: dict[str, list[CodeType]], name: str) -> list[tuple[Any, ...]]:
    return [_essence(code) for code in codes.get(name, ())]


def _essence(code: CodeType) -> tuple[Any, ...]:
    """Return what a code does, whatever its lines, and without the functions inside a class."""
    is_function = code.co_flags & IS_FUNCTION
    constants = tuple(
        (_essence(part) if is_function else part.co_qualname)
        if isinstance(part, CodeType)
        else (type(part), part)
        for part in code.co_consts
    )
    return code.co_code, code.co_names, code.co_varnames, code.co_freevars, constants


def _names(nodeid: str) -> tuple[str, ...]:
    """Return the names by which a test is asked for: with and without parameters, and its file."""
    return nodeid, nodeid.partition("[")[0], nodeid.partition("::")[0]


def _position(tests: list[str], nodeid: str) -> int:
    return next(tests.index(name) for name in _names(nodeid) if name in tests)


def _red_in_fork(changed: list[tuple[FunctionType, CodeType]], items: list[pytest.Item]) -> str:
    """Return the first red test of a process with the changed functions; the first if it hangs."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writer, _first_red(changed, items).encode())
        finally:
            os._exit(0)
    os.close(writer)
    try:
        if not select.select([reader], [], [], SECONDS)[0]:
            os.kill(child, signal.SIGKILL)
            return items[0].nodeid
        return os.read(reader, 10_000).decode()
    finally:
        os.waitpid(child, 0)
        os.close(reader)


def _first_red(changed: list[tuple[FunctionType, CodeType]], items: list[pytest.Item]) -> str:
    for function, code in changed:
        function.__code__ = code
    items[0].session._setupstate.teardown_exact(items[0])
    for item, following in _pairs(items):
        try:
            reports = runtestprotocol(item, nextitem=following, log=False)
        except BaseException:  # noqa: BLE001  # pytest itself was broken
            return item.nodeid
        if any(report.failed for report in reports):
            return item.nodeid
    return ""


def _pairs(items: list[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item]]:
    following: Iterable[pytest.Item] = [*items[1:], items[-1]]
    yield from zip(items, following, strict=True)
