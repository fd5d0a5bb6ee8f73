"""The roles of the embedded PostgreSQL: one owns the tables, and the portal runs with another."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
from django.db import DatabaseError, connection, transaction
from psycopg2 import extensions

from clayton_review.local import addresses
from clayton_review.local.errors import StartError

ROLES, RIGHTS = "deploy/database-roles.sql", "deploy/database-rights.sql"


def set_up_roles(root: Path) -> None:
    """Make the roles, and give each table to the one it belongs to, also in an older `var/`.

    On another server, which `DATABASE_URL` names, its administrator has made the roles. There this
    does nothing.
    """
    if not os.environ.get("DATABASE_URL"):
        with as_superuser(root) as cursor:
            cursor.execute((root / ROLES).read_text())
            cursor.execute((root / RIGHTS).read_text())


def settle_rights(root: Path) -> None:
    """Give the portal's role its rights on what a migration made, if the owner migrated.

    Raises `StartError` if the owner may not give them.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_user = %s", [addresses.OWNER])
        [is_owner] = cursor.fetchone()
        if not is_owner:
            return
        try:
            cursor.execute((root / RIGHTS).read_text())
        except DatabaseError as error:
            raise StartError(
                f"The portal’s role did not get its rights: {error}"
                f"Run {ROLES} as a superuser, and `manage.py migrate` again."
            ) from None


def ensure_roles(root: Path) -> None:
    """Set the roles up where the embedded server does not know them yet."""
    if not os.environ.get("DATABASE_URL"):
        with as_superuser(root) as cursor:
            cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [addresses.PORTAL])
            is_known = cursor.fetchone() is not None
        if not is_known:
            set_up_roles(root)


def empty_database(root: Path) -> None:
    """Drop everything that the embedded database holds, and set its roles up again."""
    with as_superuser(root) as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    set_up_roles(root)


@contextmanager
def as_superuser(root: Path) -> Iterator[extensions.cursor]:
    address = addresses.database_url(root, addresses.SUPERUSER)
    with closing(psycopg2.connect(address)) as server, server, server.cursor() as cursor:
        yield cursor
