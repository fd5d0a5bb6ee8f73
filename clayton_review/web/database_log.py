"""A look at the settings of PostgreSQL that decide what it notes of statements and of their times.

A failed statement stands whole in its log by default: with the mark of a code or a sealed box, and
the millisecond. While a connection is open, everybody with the same role reads its last statement.
"""

import sys
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection

from clayton_review.vault.start import UNFIT

# A change of deploy/database-roles.sql goes with a change here.
WANTED = {
    "log_min_messages": "fatal",  # also what is logged of durations, locks and failures
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
    "log_statement": "none",
    "log_error_verbosity": "terse",
    "track_activities": "off",
}


def log_problem() -> str:
    """Return a sentence on what PostgreSQL notes of this role's statements; empty if nothing.

    Raises `django.db.DatabaseError` when the database does not answer.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting, current_user FROM pg_settings WHERE name = ANY(%s) ORDER BY 1",
            [list(WANTED)],
        )
        rows = cursor.fetchall()
    wrong = [f"{name} “{setting}”" for name, setting, _ in rows if setting != WANTED[name]]
    if not wrong:
        return ""
    return (
        f"PostgreSQL would note what residents send, and when: the role {rows[0][2]} has "
        f"{', '.join(wrong)}. Run deploy/database-roles.sql as a superuser."
    )


def check_log(**_options: Any) -> list[checks.CheckMessage]:
    """Return an error where PostgreSQL notes in production what residents send."""
    if not settings.PRODUCTION:
        return []
    try:
        problem = log_problem()
    except DatabaseError:
        return [checks.Info("The database does not answer, so its log was not checked.")]
    return [checks.Error(problem, id="web.E002")] if problem else []


def refuse_talkative_log(**_: Any) -> None:
    """End this process with a sentence where PostgreSQL notes in production what residents send."""
    problems = [message for message in check_log() if message.is_serious()]
    if not connection.in_atomic_block:
        connection.close()  # child processes make their own
    if problems:
        sys.stderr.write(" ".join(str(message.msg) for message in problems) + "\n")
        sys.exit(UNFIT)
