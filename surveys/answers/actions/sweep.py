"""Taking deleted rows out of the database's files, where they stay unseen until then.

A plain VACUUM frees their space and leaves their bytes there until something else is written over
them: opened boxes with the number of the transaction that spent their code. So the files are
written anew, with the rows that are left.
"""

import time
from datetime import timedelta

from django.db import connection

from clayton_review.jobs.actions import request_run
from clayton_review.refusals import Refused

SEALED_TABLES = ("surveys_sealedbox", "surveys_spentcode", "surveys_answersheet")
SWEEP_JOB = "surveys.sweep_boxes"
LONGEST_WAIT = timedelta(seconds=5)
PAUSE = timedelta(milliseconds=50)

_DEAD_ROWS = """
    SELECT heap.relname FROM pg_class heap
    JOIN pg_stat_all_tables stats ON stats.relid IN (heap.oid, heap.reltoastrelid)
    WHERE heap.oid = ANY(%s::regclass[]) AND stats.n_dead_tup > 0
    GROUP BY 1 ORDER BY 1
"""


class DeletedRowsRemain(Refused):
    """Deleted rows are still in the database's files; the message says of which tables."""


def request_sweep() -> None:
    """Request a sweep of the sealed tables after this transaction; it is tried 20 times.

    A job of its own: one that fails with the opening would find no box to open the next time.
    """
    request_run(SWEEP_JOB)


def sweep(*tables: str) -> None:
    """Write the files of these tables anew, without deleted rows; nothing inside a transaction.

    Raises `DeletedRowsRemain` if this role does not own the tables (PostgreSQL would only warn), if
    they are not free within `LONGEST_WAIT`, or if another transaction may still read deleted rows.
    All three are to be tried again.
    """
    if connection.in_atomic_block:
        return
    check_may_sweep(*tables)
    _refuse_rows_still_read(*tables)
    _write_anew(*tables)


def _refuse_rows_still_read(*tables: str) -> None:
    """Raise `DeletedRowsRemain` while another transaction may read deleted rows.

    New files would hold these rows, and no longer count them once that transaction has ended.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(f"VACUUM {', '.join(tables)}")  # counts what it had to leave
    if remaining := tables_to_sweep(*tables):
        raise DeletedRowsRemain(
            f"Deleted rows of {', '.join(remaining)} are still in the database’s files, because a "
            "transaction that began before they were deleted has not ended."
        )


def tables_to_sweep(*tables: str) -> list[str]:
    """Return those of the tables whose files hold deleted rows."""
    with connection.cursor() as cursor:
        cursor.execute(_DEAD_ROWS, [list(tables)])
        return [str(name) for (name,) in cursor.fetchall()]


def check_may_sweep(*tables: str) -> None:
    """Raise `DeletedRowsRemain` unless the database lets this role vacuum all of the tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE tablename = ANY(%s)"
            " AND NOT pg_has_role(current_user, tableowner, 'USAGE') ORDER BY 1",
            [list(tables)],
        )
        foreign = [str(name) for (name,) in cursor.fetchall()]
    if foreign:
        raise DeletedRowsRemain(
            f"The role of DATABASE_URL does not own {', '.join(foreign)}: opened answers would stay"
            " in the database’s files. Run deploy/database-rights.sql."
        )


def _write_anew(*tables: str) -> None:
    """Write each table to a new file as soon as nobody uses it.

    It never queues for the table: behind a sweep that waits, every resident who sends would wait.
    A limit on waiting cannot be set for it either, since a VACUUM runs in no transaction and a
    pooler gives each statement another session.
    """
    before, deadline = _file_numbers(*tables), time.monotonic() + LONGEST_WAIT.total_seconds()
    while busy := [name for name, file in _file_numbers(*tables).items() if before[name] == file]:
        if time.monotonic() > deadline:
            raise DeletedRowsRemain(f"{', '.join(busy)} was in use all the time.")
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM (FULL, SKIP_LOCKED) {', '.join(busy)}")
        time.sleep(PAUSE.total_seconds())


def _file_numbers(*tables: str) -> dict[str, int]:
    """Return the number of the file in which each table lies."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, pg_relation_filenode(name::regclass) FROM unnest(%s) name", [list(tables)]
        )
        return dict(cursor.fetchall())
