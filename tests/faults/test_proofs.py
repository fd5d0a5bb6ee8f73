"""Each audit call and each lock is removed in turn, and its test turns red. Only in `make soak`."""

from collections.abc import Callable, Iterator

import pytest

from tests.audit.acts import proved_acts
from tests.audit.audit_calls import WRITERS, audit_calls
from tests.copied import CopiedProject
from tests.faults.forked_session import ForkedSession, forked_session
from tests.faults.kinds import Fault, faults_of
from tests.locking.locks import locking_functions, locks_by_test
from tests.product_functions import ROOT, Function

pytestmark = pytest.mark.soak

# It locks one row twice; only the races of `tests/audit/test_chain.py` tell which is missing.
LOCKS_TWICE = Function("clayton_review/audit/actions.py", "_locked_head")
AUDIT_CALLS = tuple(f"{name}(" for _, name in WRITERS)


@pytest.fixture(scope="module")
def session(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None
) -> Iterator[ForkedSession]:
    folder = tmp_path_factory.mktemp("proofs") / "copy"
    with forked_session(CopiedProject.make(folder, "proofs", "gw4"), tests="") as session:
        yield session


def test_every_removed_audit_call_turns_its_test_red(
    session: ForkedSession, record_property: Callable[[str, object], None]
) -> None:
    tests: dict[Function, list[str]] = {}
    for proved in proved_acts():
        tests.setdefault(proved.act.function, []).append(proved.test)
    functions = {call.function for call in audit_calls()}
    removed = [
        fault
        for fault in _faults_in({function.path for function in functions})
        if fault.after == "pass" and fault.before.startswith(AUDIT_CALLS)
        if Function(fault.path, fault.function) in functions
    ]
    assert len(removed) == len(audit_calls())
    _expect_red(session, removed, tests, record_property)


def test_every_removed_lock_turns_its_test_red(
    session: ForkedSession, record_property: Callable[[str, object], None]
) -> None:
    tests: dict[Function, list[str]] = {}
    for test, locks in locks_by_test().items():
        for lock in locks:
            tests.setdefault(lock.function, []).append(test)
    functions = [function for function in locking_functions() if function != LOCKS_TWICE]
    removed = [
        fault
        for fault in _faults_in({function.path for function in functions})
        if fault.kind == "removed lock" and fault.after != "pass"
        if Function(fault.path, fault.function) in functions
    ]
    assert len(removed) == len(functions)
    _expect_red(session, removed, tests, record_property)


def _faults_in(paths: set[str]) -> Iterator[Fault]:
    for path in sorted(paths):
        yield from faults_of(path, (ROOT / path).read_text())


def _expect_red(
    session: ForkedSession,
    removed: list[Fault],
    tests: dict[Function, list[str]],
    record_property: Callable[[str, object], None],
) -> None:
    green = [
        str(fault)
        for fault in removed
        if not session.first_red(
            fault.path,
            fault.apply((ROOT / fault.path).read_text()),
            tests.get(Function(fault.path, fault.function), []),
        )
    ]
    record_property("removed", len(removed))
    record_property("noticed", len(removed) - len(green))
    assert "\n".join(green) == ""
