"""Rows that all tests of a module share: made once, and never changed for the next test."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import connection, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.printing import blank_sheets

Making = Callable[[], AbstractContextManager[None]]


@pytest.fixture(scope="module")
def making_rows(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Making]:
    """Give a context in which a fixture of a module makes rows for all tests of the module.

    A transaction stays open around the module, and the transaction of each test is a savepoint
    inside it, as with Django's `setUpTestData`. Give out keys, not objects: each test reads its
    own. All tests of the module see these rows, so none may need an empty database.
    """
    _refuse_transactional_tests(request)
    files = tmp_path_factory.mktemp("files")
    block = transaction.atomic()
    with django_db_blocker.unblock():
        block.__enter__()

    @contextmanager
    def making() -> Iterator[None]:
        options = override_settings(SNAPSHOT_DATABASE="default", MEDIA_ROOT=files)
        with django_db_blocker.unblock(), options, blank_sheets():
            yield
            connection.check_constraints()

    yield making
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        block.__exit__(None, None, None)


def _refuse_transactional_tests(request: pytest.FixtureRequest) -> None:
    """Fail where a test of the module needs transactions of its own: it would see no rows."""
    needing = {"transactional_db", "live_server"}
    for item in request.session.items:
        if item.nodeid.startswith(request.node.nodeid) and isinstance(item, pytest.Function):
            mark = item.get_closest_marker("django_db")
            is_transactional = mark is not None and mark.kwargs.get("transaction")
            if is_transactional or needing.intersection(item.fixturenames):
                pytest.fail(f"{item.nodeid} cannot share rows with others: move it to another file")
