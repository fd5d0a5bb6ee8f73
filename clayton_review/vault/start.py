"""The checks of all keys against what is stored, before a process serves or works."""

import sys
from collections.abc import Callable, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register, run_checks
from django.db import InterfaceError, OperationalError, ProgrammingError, connection

KEYS = "keys"  # the tag of these checks
UNFIT = 3  # the exit status after which gunicorn starts no process again


def check_stored_keys(identity: str, problems: Callable[[], list[str]]) -> None:
    """Register a check that reads the database: `problems` returns a sentence for each unfit key.

    `manage.py check --database default` runs it, and so does the start of each process.
    """

    def check(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
        if not databases:
            return []
        try:
            return [Error(sentence, id=identity) for sentence in problems()]
        except ProgrammingError:  # the tables are not there yet
            return []

    register(check, KEYS, Tags.database)


def unfit_stored_keys() -> list[str]:
    """Return a sentence for each key that does not fit what is stored, of all apps."""
    return [str(message.msg) for message in run_checks(tags=[KEYS], databases=["default"])]


def refuse_unfit_keys(**_: Any) -> None:
    """End this process with a sentence if its keys do not fit what is stored.

    A database that does not answer is let pass: pages say so themselves.
    """
    try:
        sentences = unfit_stored_keys()
    except (OperationalError, InterfaceError):
        return
    finally:
        if not connection.in_atomic_block:
            connection.close()  # child processes make their own
    if sentences:
        sys.stderr.write(" ".join(sentences) + "\n")
        sys.exit(UNFIT)
