"""The test databases: migrated once per run by the owner's role, and copied for each process.

Every test works with the role that the portal has.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

from clayton_review.local import addresses
from clayton_review.local.database_roles import settle_rights
from tests.database_roles import set_up_roles, take_role
from tests.environment import options
from tests.sharing import shared

NAME = f"migrated_{addresses.checkout_id(settings.BASE_DIR)}"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Each process copies one migrated database."""
    with django_db_blocker.unblock():
        migrate_once()
    connection.settings_dict["TEST"]["TEMPLATE"] = NAME


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Work with the portal's role from the first test to the last."""
    with django_db_blocker.unblock():
        take_role(addresses.PORTAL)
    yield
    with django_db_blocker.unblock():
        take_role("none")


def migrate_once() -> None:
    """Migrate the database that is copied, or wait until another process of this run has."""
    with shared(NAME) as state:
        if state.get("is_migrated"):
            return
        run_outside(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)', f'CREATE DATABASE "{NAME}"')
        with connected_to(NAME):
            set_up_roles()
            take_role(addresses.OWNER)
            call_command("migrate", verbosity=0, interactive=False)
            settle_rights(settings.BASE_DIR)
            take_role("none")
        state["is_migrated"] = True


@pytest.hookimpl(tryfirst=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """The process that gave out the tests, or ran them all, drops what was copied."""
    if not config.getoption("collectonly") and not hasattr(config, "workerinput"):
        run_outside(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')


def run_outside(*commands: str) -> None:
    """Run SQL that cannot run in the test database itself, as for making and dropping databases."""
    server: Any = connection.get_connection_params() | {"options": options("none")}
    with closing(psycopg2.connect(**server | {"dbname": "postgres"})) as line:
        line.autocommit = True
        with line.cursor() as cursor:
            for command in commands:
                cursor.execute(command)


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Connect to another database of the same server meanwhile."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


@contextmanager
def database_gone() -> Iterator[None]:
    """Cut every connection to the test database, and let nobody in meanwhile."""
    name = connection.settings_dict["NAME"]
    connection.close()
    run_outside(
        f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS false',
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",  # noqa: S608  # our own database
    )
    try:
        yield
    finally:
        run_outside(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS true')
        connection.close()
