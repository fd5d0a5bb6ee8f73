"""Tests that `docs/acts.md` or `docs/locks.md` names prove what it says of them, or turn red."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from typing import Any

import pytest

from tests.audit.acts import acts_by_test, watched_acts
from tests.locking.locks import locks_by_test, watched_locks

Proofs = Callable[[], dict[str, list[Any]]]
Watch = Callable[[], AbstractContextManager[set[Any]]]
PROOFS: tuple[tuple[Proofs, Watch, str], ...] = (
    (acts_by_test, watched_acts, "no row in the audit record"),
    (locks_by_test, watched_locks, "no lock"),
)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Compare what was recorded and locked in the test with what it must prove."""
    missing: list[str] = []
    with ExitStack() as stack:
        watched = [
            (expected, stack.enter_context(watch()), words)
            for by_test, watch, words in PROOFS
            if (expected := _expected(by_test(), item.nodeid))
        ]
        yield
        for expected, seen, words in watched:
            missing += [f"{words}: {proof}" for proof in unproved(expected, seen)]
    if missing:
        pytest.fail("; ".join(missing), pytrace=False)


def _expected(by_test: dict[str, list[Any]], nodeid: str) -> list[Any]:
    """Return what a test must prove: a table names it with its parameters, or for all of them."""
    names = dict.fromkeys((nodeid, nodeid.partition("[")[0]))
    return [proof for name in names for proof in by_test.get(name, [])]


def unproved(expected: list[Any], seen: set[Any]) -> list[str]:
    """Return what was expected and not seen, in words."""
    return [str(proof) for proof in expected if proof not in seen]
