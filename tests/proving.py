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
    test = without_parameters(item.nodeid)
    with ExitStack() as stack:
        watched = [
            (by_test()[test], stack.enter_context(watch()), words)
            for by_test, watch, words in PROOFS
            if test in by_test()
        ]
        yield
        for expected, seen, words in watched:
            missing += [f"{words}: {proof}" for proof in unproved(expected, seen)]
    if missing:
        pytest.fail("; ".join(missing), pytrace=False)


def without_parameters(nodeid: str) -> str:
    """Return the name of a test as the tables give it: each of its cases proves all."""
    return nodeid.partition("[")[0]


def unproved(expected: list[Any], seen: set[Any]) -> list[str]:
    """Return what was expected and not seen, in words."""
    return [str(proof) for proof in expected if proof not in seen]
