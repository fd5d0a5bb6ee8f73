"""The test of each promise turns red when one line breaks it: only in `make soak`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.copied import ALL_PASSED, SOME_FAILED, CopiedProject
from tests.faults.forked_session import ForkedSession, forked_session
from tests.promises.ledger import Promise, promises

pytestmark = pytest.mark.soak

PROMISES = promises()


@dataclass(frozen=True)
class Copies:
    """Two copies of the project, as each has one test database."""

    whole: CopiedProject
    forked: ForkedSession

    def turns_red(self, promise: Promise) -> bool:
        """Break the line, and return True if the test fails; a test that cannot start does not.

        A forked process does not see what ran before it, nor what others read from the file: what
        stays green there is tried in a new one.
        """
        line = promise.broken_by
        broken = line.apply((self.whole.root / line.path).read_text())
        if line.path.endswith(".py") and self.forked.first_red(line.path, broken, [promise.test]):
            return True
        with self.whole.changed(line.path, broken):
            status, _ = self.whole.run([promise.test])
        return status == SOME_FAILED


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Copies]:
    folder = tmp_path_factory.mktemp("promises")
    whole = CopiedProject.make(folder / "whole", "promises", "gw6")
    with forked_session(CopiedProject.make(folder / "forked", "promises", "gw7")) as forked:
        yield Copies(whole, forked)


def test_the_project_as_it_is_keeps_every_promise(copies: Copies) -> None:
    status, output = copies.whole.run(sorted({promise.test for promise in PROMISES}))
    assert status == ALL_PASSED, output[-3_000:]


@pytest.mark.parametrize("promise", PROMISES, ids=str)
def test_the_test_of_a_promise_turns_red_when_its_line_is_broken(
    promise: Promise, copies: Copies, record_property: Callable[[str, object], None]
) -> None:
    is_red = copies.turns_red(promise)
    record_property("broken lines noticed", int(is_red))
    assert is_red
