"""The role with which tests work: the portal's own, or the superuser's for those that tamper."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.db.backends.utils import CursorWrapper

from clayton_review.local.database_roles import RIGHTS, ROLES
from tests.environment import options

ALIASES = ("default", "snapshot")


def set_up_roles() -> None:
    """Run the files that make the roles and say what belongs to whom."""
    with connection.cursor() as cursor:
        for file in (ROLES, RIGHTS):
            cursor.execute((Path(settings.BASE_DIR) / file).read_text())


def take_role(role: str) -> None:
    """Let every new connection work with this role; `none` is the one that signs in."""
    for alias in ALIASES:
        connections[alias].close()
        connections[alias].settings_dict["OPTIONS"]["options"] = options(role)


@contextmanager
def as_superuser() -> Iterator[CursorWrapper]:
    """Tamper as the database's superuser could, over the test's own connection."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        try:
            yield cursor
        finally:
            with suppress(DatabaseError):  # after an error the role goes with the transaction
                cursor.execute("RESET ROLE")
