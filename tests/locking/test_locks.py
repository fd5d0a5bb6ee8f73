"""Every lock is taken in a test that `docs/locks.md` names; `tests.proving` watches it there.

Tests of races, as those of `tests/incidents/test_actions.py`, show what a lock is for.
"""

from collections import Counter

import pytest
from django.db import transaction

from clayton_review.accounts.models import User
from clayton_review.citable import records
from incidents.models import Incident
from tests.incidents import factories as make
from tests.locking.locks import Lock, locking_functions, locks_by_test, watched_locks
from tests.product_functions import Function
from tests.proving import unproved

LOCKS = [lock for locks in locks_by_test().values() for lock in locks]
ROW_OF_RECORD = Lock(
    Function("clayton_review/citable/records.py", "locked"), "incidents_incident", "update"
)
# It locks the head of the audit record again once that was made.
SAME_ROW_TWICE = {"clayton_review/audit/actions.py _locked_head"}


def test_every_lock_has_a_line_in_the_table() -> None:
    n_calls, n_lines = Counter(locking_functions()), Counter(lock.function for lock in LOCKS)
    missing = {str(function) for function, n in n_calls.items() if n_lines[function] < n}
    assert missing == SAME_ROW_TWICE


def test_every_line_of_the_table_is_of_a_function_that_locks() -> None:
    assert {str(lock) for lock in LOCKS if lock.function not in locking_functions()} == set()


def test_no_lock_stands_in_the_table_twice() -> None:
    assert [str(lock) for lock, n in Counter(LOCKS).items() if n > 1] == []


def test_a_lock_is_proved_by_the_function_that_takes_it(consultant: User) -> None:
    incident = make.incident(by=consultant)
    with watched_locks() as locks, transaction.atomic():
        records.locked(incident, revision=1)
    assert unproved([ROW_OF_RECORD], locks) == []


@pytest.mark.parametrize("is_locked_elsewhere", [False, True])
def test_reading_without_a_lock_proves_none(consultant: User, *, is_locked_elsewhere: bool) -> None:
    incident = make.incident(by=consultant)
    rows = Incident.objects.select_for_update() if is_locked_elsewhere else Incident.objects.all()
    with watched_locks() as locks, transaction.atomic():
        assert rows.get(pk=incident.pk) == incident
    assert unproved([ROW_OF_RECORD], locks) == [str(ROW_OF_RECORD)]
