"""The test of each promise turns red when one line breaks it: only in `make soak`."""

from collections.abc import Callable

import pytest

from tests.copied import ALL_PASSED, SOME_FAILED, CopiedProject
from tests.promises.ledger import Promise, promises

pytestmark = pytest.mark.soak

PROMISES = promises()


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> CopiedProject:
    return CopiedProject.make(tmp_path_factory.mktemp("promises") / "copy", "promises", "gw6")


def test_the_project_as_it_is_keeps_every_promise(copied: CopiedProject) -> None:
    status, output = copied.run(sorted({promise.test for promise in PROMISES}))
    assert status == ALL_PASSED, output[-3_000:]


@pytest.mark.parametrize("promise", PROMISES, ids=str)
def test_the_test_of_a_promise_turns_red_when_its_line_is_broken(
    promise: Promise, copied: CopiedProject, record_property: Callable[[str, object], None]
) -> None:
    line = promise.broken_by
    with copied.changed(line.path, line.apply((copied.root / line.path).read_text())):
        status, output = copied.run([promise.test])
    record_property("broken lines noticed", int(status == SOME_FAILED))
    assert status == SOME_FAILED, output[-3_000:]
