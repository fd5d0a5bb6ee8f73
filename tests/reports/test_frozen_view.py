"""The snapshot sees one moment of the data, whatever is written meanwhile."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction
from django.test.utils import CaptureQueriesContext

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.engagement.models import Contract
from clayton_review.reports import snapshot
from clayton_review.reports.router import frozen_view
from tests.engagement.factories import contract

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


def test_a_snapshot_reads_once_and_the_next_one_sees_what_changed(lead: User) -> None:
    """Both audiences and the budget, the forecast and the calendar need the contract's terms."""
    contract(by=lead)
    as_of = clock.now()
    with CaptureQueriesContext(connections["snapshot"]) as queries:
        before = snapshot.take(month=date(2018, 12, 1), as_of=as_of)
    read = [query["sql"] for query in queries if 'FROM "engagement_amendment"' in query["sql"]]
    assert len(read) == 1

    Contract.objects.update(not_to_exceed=Decimal(77_000))
    after = snapshot.take(month=date(2018, 12, 1), as_of=as_of)
    assert "$77,000" in after
    assert "$77,000" not in before
