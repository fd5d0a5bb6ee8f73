"""Checks that the database answers and fits this version, before anything else uses it."""

import os

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from clayton_review.local.errors import StartError

# Commands that prepare a database (tests: one of their own), or only look at its tables.
BEFORE_MIGRATING = {
    "dbshell", "inspectdb", "migrate", "optimizemigration", "showmigrations", "sqlmigrate",
    "squashmigrations", "test",
}  # fmt: skip


def check_answer() -> None:
    """Raise `StartError` with the reason if the database does not answer."""
    try:
        connection.ensure_connection()
    except (DatabaseError, ValueError) as error:
        reason = str(error).strip().splitlines()[-1].strip() if str(error).strip() else "no reason"
        raise StartError(f"The database of DATABASE_URL does not answer: {reason}") from None


def check_version() -> None:
    """Raise `StartError` if the database has migrations that this version does not know."""
    loader = MigrationExecutor(connection).loader
    ours = {key for key in loader.applied_migrations if key[0] in loader.migrated_apps}
    if ours <= set(loader.disk_migrations):
        return
    if os.environ.get("DATABASE_URL"):
        where, remedy = "of DATABASE_URL", "give the address of an empty database"
    else:
        where, remedy = "in var/", "remove var/ if it holds only the demonstration"
    raise StartError(
        f"The database {where} belongs to another version of Clayton Review:"
        f" {remedy}, or go on with the version that made it."
    )


def check_migrated() -> None:
    """Raise `StartError` if a migration of this version is not applied."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise StartError(
            "The database does not have the tables of this version yet:"
            " start with `make run`, or with `python manage.py migrate`."
        )


def check_for(command: str) -> None:
    """Raise `StartError` if this `manage.py` command cannot work on the database as it is."""
    check_answer()
    check_version()
    if command not in BEFORE_MIGRATING:
        check_migrated()
