"""The roles of the embedded PostgreSQL: one owns the tables, and the portal runs with another."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
from psycopg2 import extensions

from clayton_review.local import addresses


def set_up_roles(root: Path) -> None:
    """Make the roles, and give each table to the one it belongs to, also in an older `var/`.

    Does nothing when `DATABASE_URL` names another server: its administrator does this by hand.
    """
    if not os.environ.get("DATABASE_URL"):
        with as_superuser(root) as cursor:
            cursor.execute((root / "deploy" / "database-roles.sql").read_text())


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
    with closing(psycopg2.connect(address)) as line, line, line.cursor() as cursor:
        yield cursor
