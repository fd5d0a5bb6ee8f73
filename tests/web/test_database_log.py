"""PostgreSQL notes nothing of what residents send: neither in its log nor for other connections."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg2
import pytest
from celery.signals import worker_init
from django.db import connection

from clayton_review.local import addresses
from clayton_review.vault.start import UNFIT
from clayton_review.web import database_log
from clayton_review.web.apps import WebConfig
from tests.database_roles import as_superuser

pytestmark = pytest.mark.django_db

ROLES = [addresses.PORTAL, "clayton_worker"]


@contextmanager
def signed_in(role: str) -> Iterator[Any]:
    """A connection of its own, signed in with this role as the portal's processes are."""
    place = connection.settings_dict
    address = {"host": place["HOST"], "dbname": place["NAME"], "user": role}
    with closing(psycopg2.connect(**address)) as line:
        line.autocommit = True
        with line.cursor() as cursor:
            yield cursor


@pytest.mark.parametrize("role", ROLES)
def test_the_portals_roles_have_all_that_is_wanted(role: str) -> None:
    with signed_in(role) as cursor:
        cursor.execute(
            "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)",
            [list(database_log.WANTED)],
        )
        assert dict(cursor.fetchall()) == database_log.WANTED


@pytest.mark.parametrize("role", ROLES)
def test_a_failure_leaves_no_line_in_the_log(role: str) -> None:
    with as_superuser() as cursor:
        cursor.execute("SHOW data_directory")
        log = Path(cursor.fetchone()[0]).parent / "log" / "postgres.log"
    mark = uuid4().hex
    with signed_in(role) as cursor, pytest.raises(psycopg2.DataError):
        cursor.execute(f"SELECT '{mark}'::int")
    with signed_in(addresses.SUPERUSER) as cursor, pytest.raises(psycopg2.DataError):
        cursor.execute(f"SELECT 'seen{mark}'::int")  # the log would show it
    text = log.read_text(errors="replace")
    assert f"seen{mark}" in text
    assert text.count(mark) == 1


@pytest.mark.parametrize("role", ROLES)
def test_nobody_reads_the_last_statement_of_an_open_connection(role: str) -> None:
    mark = uuid4().hex
    with signed_in(role) as cursor:
        cursor.execute("SELECT %s", [mark])
        with as_superuser() as other:
            other.execute(
                "SELECT query, query_start FROM pg_stat_activity WHERE pid = %s",
                [cursor.connection.get_backend_pid()],
            )
            assert other.fetchone() == ("", None)


@pytest.mark.parametrize("name", list(database_log.WANTED))
def test_production_does_not_start_with_a_log_that_tells(
    settings: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    with as_superuser() as cursor:
        for wanted, value in database_log.WANTED.items():
            cursor.execute(f"SET LOCAL {wanted} = '{value}'")
    settings.PRODUCTION = True
    database_log.refuse_talkative_log()
    monkeypatch.setitem(database_log.WANTED, name, "another value")
    with pytest.raises(SystemExit) as ended:
        worker_init.send(sender=WebConfig)  # as a worker does; the web server calls it by itself
    assert ended.value.code == UNFIT
    assert f"has {name}" in capsys.readouterr().err
    settings.PRODUCTION = False
    database_log.refuse_talkative_log()
