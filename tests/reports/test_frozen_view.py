"""The snapshot sees one moment of the data, whatever is written meanwhile."""

from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.reports.router import frozen_view

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "snapshot"])


@pytest.fixture(autouse=True)
def _own_alias(settings: Any) -> Any:
    settings.SNAPSHOT_DATABASE = "snapshot"
    yield
    connections["snapshot"].close()


def _add(email: str) -> None:
    User.objects.create_user(email=email, name=email, role=Role.BOARD)


def test_rows_written_while_it_reads_are_not_seen() -> None:
    _add("one@example.org")
    with frozen_view():
        assert User.objects.count() == 1
        _add("two@example.org")
        assert User.objects.count() == 1
    assert User.objects.count() == 2


def test_nothing_can_be_written_through_it() -> None:
    with frozen_view(), pytest.raises(DatabaseError, match="read-only transaction"):
        User.objects.using("snapshot").create(email="x@example.org", name="x", role=Role.BOARD)


def test_an_ordinary_transaction_would_see_the_new_row() -> None:
    """The sabotage: without the isolation level the same reads change while they are made."""
    _add("one@example.org")
    with transaction.atomic(using="snapshot"):
        assert User.objects.using("snapshot").count() == 1
        _add("two@example.org")
        assert User.objects.using("snapshot").count() == 2
