"""The audit record: adding, verifying, and what triggers refuse."""

import threading
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, connection, transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit import actions
from clayton_review.audit.chain import entry_hash
from clayton_review.audit.check_export import KeptHead
from clayton_review.audit.models import AuditEntry, AuditHead
from clayton_review.audit.selectors import newest_row, verify_chain
from tests.accounts.factories import person
from tests.database_roles import as_superuser

pytestmark = pytest.mark.django_db


@pytest.fixture
def somebody() -> User:
    return person()


def act(by: User, n_times: int = 1) -> None:
    for number in range(n_times):
        with transaction.atomic():
            actions.record(by=by, verb="tested", obj=by, number=number)


def test_the_facts_of_an_act_stand_in_one_order(somebody: User) -> None:
    """So that a stranger who hashes them anew gets the same."""
    with transaction.atomic():
        actions.record(by=somebody, verb="tested", obj=somebody, b="é", a=[2, 1])
    assert AuditEntry.objects.latest("id").payload == '{"a": [2, 1], "b": "é"}'


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def tamper(sql: str) -> None:
    """Change a row as the owner of the table could."""
    with as_superuser() as cursor:
        cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER USER")
        cursor.execute(sql)
        cursor.execute("ALTER TABLE audit_auditentry ENABLE TRIGGER USER")


def test_a_sound_chain_verifies_and_ends_in_the_head(
    somebody: User, capsys: pytest.CaptureFixture[str]
) -> None:
    act(somebody, 5)
    call_command("verify_audit")

    assert "5 rows, chain sound" in capsys.readouterr().out
    assert AuditEntry.objects.latest("id").hash == newest_row()[1]


def test_an_empty_record_verifies(db: None) -> None:
    assert verify_chain().broken_at is None


def test_an_act_outside_a_transaction_is_not_recorded(somebody: User) -> None:
    with pytest.raises(RuntimeError, match="undone"), transaction.atomic():
        actions.record(by=somebody, verb="tested", obj=somebody)
        raise RuntimeError("undone")

    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("sql", "row", "problem"),
    [
        ("UPDATE audit_auditentry SET reason = 'other' WHERE id = 3", 3, "row 3 was changed"),
        ("UPDATE audit_auditentry SET who = 'other' WHERE id = 1", 1, "row 1 was changed"),
        (
            "UPDATE audit_auditentry SET at = at + interval '1 us' WHERE id = 2",
            2,
            "row 2 was changed",
        ),
        ("DELETE FROM audit_auditentry WHERE id = 2", 2, "row 2 is missing"),
        ("DELETE FROM audit_auditentry WHERE id > 3", 4, "rows after row 3 were cut off"),
        ("DELETE FROM audit_auditentry", 1, "rows after row 0 were cut off"),
    ],
)
def test_the_first_broken_row_is_named(somebody: User, sql: str, row: int, problem: str) -> None:
    act(somebody, 5)
    tamper(sql)

    assert verify_chain().broken_at == row
    with pytest.raises(CommandError, match=problem):
        call_command("verify_audit")


def forged(entry: AuditEntry, previous: str) -> AuditEntry:
    entry.previous_hash = previous
    entry.hash = entry_hash(entry)
    return entry


def test_a_row_put_in_behind_the_head_is_found(somebody: User) -> None:
    act(somebody, 3)
    last = AuditEntry.objects.latest("id")
    last.id += 1
    forged(last, newest_row()[1]).save(force_insert=True)

    assert verify_chain().problem == "rows up to 4 were put in behind the head"


def test_a_row_put_in_between_is_found(somebody: User) -> None:
    act(somebody, 3)
    rows = list(AuditEntry.objects.order_by("id"))
    tamper("UPDATE audit_auditentry SET id = id + 100 WHERE id >= 2")
    tamper("UPDATE audit_auditentry SET id = id - 99 WHERE id > 100")
    extra = rows[1]
    extra.reason = "never happened"
    forged(extra, rows[0].hash).save(force_insert=True)

    verification = verify_chain()
    assert verification.broken_at == 3
    assert verification.problem == "row 3 does not follow from row 2"


def test_a_tail_rewritten_to_the_end_does_not_fit_the_head(somebody: User) -> None:
    act(somebody, 3)
    last = AuditEntry.objects.latest("id")
    last.reason = "rewritten"
    forged(last, last.previous_hash)
    tamper(f"UPDATE audit_auditentry SET reason = 'rewritten', hash = '{last.hash}' WHERE id = 3")  # noqa: S608

    assert "not the one that the head names" in verify_chain().problem


def test_a_tail_and_head_cut_off_together_show_in_the_published_hash(somebody: User) -> None:
    """The database alone cannot tell; the hash printed in a report can."""
    act(somebody, 5)
    _, printed = newest_row()
    third = AuditEntry.objects.get(id=3)
    tamper("DELETE FROM audit_auditentry WHERE id > 3")
    AuditHead.objects.update(last_id=3, last_hash=third.hash)

    assert verify_chain().broken_at is None
    assert verify_chain([KeptHead(printed)]).problem == f"no row has a hash you kept: {printed}"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_auditentry SET reason = 'x'",
        "DELETE FROM audit_auditentry",
        "TRUNCATE audit_auditentry",
    ],
)
def test_triggers_refuse_change(somebody: User, sql: str) -> None:
    act(somebody)

    refused = pytest.raises(InternalError, match="append-only")
    with refused, transaction.atomic(), as_superuser() as cursor:
        cursor.execute(sql)
    assert AuditEntry.objects.count() == 1


def test_sabotage_without_the_triggers_rows_disappear(somebody: User) -> None:
    act(somebody)
    tamper("DELETE FROM audit_auditentry")

    assert not AuditEntry.objects.exists()


def in_threads(n_threads: int, work: Callable[[], None]) -> list[Exception]:
    """Run the work at the same time in real threads with connections of their own."""
    errors: list[Exception] = []
    start = threading.Barrier(n_threads)

    def append_one() -> None:
        start.wait()
        try:
            work()
        except Exception as error:  # noqa: BLE001  # handed to the test
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=append_one) for _ in range(n_threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


@pytest.mark.django_db(transaction=True)
def test_acts_at_the_same_time_never_fork_the_chain(somebody: User) -> None:
    act(somebody)
    assert in_threads(2, lambda: act(somebody, 20)) == []

    result = verify_chain()
    assert (result.n_entries, result.problem) == (41, "")


@pytest.mark.django_db(transaction=True)
def test_the_very_first_acts_at_the_same_time_are_both_kept(somebody: User) -> None:
    assert in_threads(2, lambda: act(somebody)) == []

    assert verify_chain().n_entries == 2


@pytest.mark.django_db(transaction=True)
def test_sabotage_without_the_lock_the_second_act_is_lost(
    somebody: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    act(somebody)
    both_read = threading.Barrier(2)

    def unlocked() -> AuditHead:
        head = AuditHead.objects.get()
        both_read.wait(timeout=60)
        return head

    monkeypatch.setattr(actions, "_locked_head", unlocked)

    assert len(in_threads(2, lambda: act(somebody))) == 1


def test_reference_numbers_have_no_gap_after_an_undone_act(db: None) -> None:
    with transaction.atomic():
        first = actions.next_reference("TST")
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.next_reference("TST")
        raise RuntimeError
    with transaction.atomic():
        second = actions.next_reference("TST")

    assert (first, second) == ("TST-0001", "TST-0002")


@pytest.mark.django_db(transaction=True)
def test_reference_numbers_are_given_out_once() -> None:
    references: list[str] = []

    def take() -> None:
        with transaction.atomic():
            references.append(actions.next_reference("TST"))

    assert in_threads(4, take) == []
    assert sorted(references) == [f"TST-{number:04d}" for number in range(1, 5)]


@pytest.mark.django_db(transaction=True)
def test_a_reference_number_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        actions.next_reference("TST")


def test_who_is_told_as_text(somebody: User) -> None:
    with transaction.atomic(), clock.at(clock.now()):
        entry = actions.record(by=None, verb="tested", obj=somebody)

    assert entry.who == actions.SYSTEM
