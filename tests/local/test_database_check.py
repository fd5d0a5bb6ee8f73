"""A database of another version, or without tables, is refused in one sentence."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import DjangoDbBlocker

import manage
from clayton_review.local import database_check, prepare
from clayton_review.local.errors import StartError
from tests.database_roles import as_superuser
from tests.databases import connected_to, run_outside
from tests.processes import database_address

EARLIER = ("accounts", "0002_invitations")  # a migration that no longer exists
ANOTHER_VERSION = "belongs to another version of Clayton Review"
NO_TABLES = "does not have the tables of this version yet"


@dataclass(frozen=True)
class Answer:
    """The exit status of a program, and what it printed."""

    returncode: object
    stdout: str
    stderr: str


Start = Callable[..., Answer]


@pytest.mark.django_db
def test_a_database_of_this_version_is_accepted() -> None:
    for command in ("migrate", "verify_report"):
        database_check.check_for(command)


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["migrate", "verify_report", "dbshell"])
def test_every_command_refuses_a_database_of_another_version(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with as_superuser():
        MigrationRecorder(connection).record_applied(*EARLIER)
    with pytest.raises(StartError, match=ANOTHER_VERSION) as refusal:
        database_check.check_for(command)
    assert "remove var/" in str(refusal.value)
    monkeypatch.setenv("DATABASE_URL", "postgres://db.example.org/clayton")
    with pytest.raises(StartError, match=ANOTHER_VERSION) as refusal:
        database_check.check_for(command)
    assert "var/" not in str(refusal.value)


@pytest.mark.django_db
def test_migrations_of_apps_that_are_not_installed_do_not_matter() -> None:
    with as_superuser():
        MigrationRecorder(connection).record_applied("another_program", "0007_something")
    database_check.check_for("verify_report")


@pytest.mark.django_db
def test_only_commands_that_prepare_a_database_work_before_its_migrations() -> None:
    with as_superuser():
        MigrationRecorder(connection).record_unapplied("vault", "0001_initial")
    database_check.check_for("migrate")
    with pytest.raises(StartError, match=NO_TABLES):
        database_check.check_for("verify_report")


@pytest.fixture(scope="module")
def empty_database(django_db_setup: None) -> Iterator[str]:
    """The name of a database without tables."""
    name = f"{connection.settings_dict['NAME']}_empty"
    run_outside(f'CREATE DATABASE "{name}"')
    yield name
    run_outside(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def variables(empty_database: str) -> dict[str, str]:
    """The addresses of the empty database and of the tests' Redis."""
    address = database_address().rpartition("/")[0] + f"/{empty_database}"
    return {"DATABASE_URL": address, "REDIS_URL": settings.REDIS_URL}


@pytest.fixture
def start(
    empty_database: str,
    variables: dict[str, str],
    capsys: pytest.CaptureFixture[str],
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Start]:
    """Run the main function of a program on the empty database, in this process."""

    def run(main: Callable[[], int], *words: str) -> Answer:
        with patch.dict(os.environ, variables), patch.object(sys, "argv", ["manage.py", *words]):
            try:
                status: object = main()
            except SystemExit as end:
                status = end.code
        return Answer(status, *capsys.readouterr())

    with django_db_blocker.unblock(), connected_to(empty_database):
        yield run


def start_process(*words: str, **variables: str) -> Answer:
    """Run `manage.py` as people do, and return what came of it."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def _is_one_sentence(words: str) -> bool:
    return len(words.strip().splitlines()) == 1 and "Traceback" not in words


@pytest.mark.processes
def test_a_command_on_an_empty_database_says_so_in_one_sentence(variables: dict[str, str]) -> None:
    answer = start_process("verify_report", "--all", **variables)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert _is_one_sentence(answer.stderr)
    assert NO_TABLES in answer.stderr


def test_checks_of_a_database_say_in_one_sentence_why_they_cannot_be_made(start: Start) -> None:
    for words in (["check", "--database", "default"], ["check", "--database=default"]):
        answer = start(manage.main, *words)
        assert answer.returncode == 1
        assert _is_one_sentence(answer.stderr)
        assert NO_TABLES in answer.stderr
    assert start(manage.main, "check").returncode == 0


@pytest.mark.parametrize(
    "words", [["--verbosity", "1", "migrate"], ["--settings=x", "migrate"], ["nosuchcommand"]]
)
def test_django_itself_refuses_a_command_that_does_not_exist(
    start: Start, words: list[str]
) -> None:
    answer = start(manage.main, *words)
    assert answer.returncode == 1
    assert f"Unknown command: '{words[0]}'" in answer.stderr
    assert NO_TABLES not in answer.stderr


@pytest.mark.parametrize("words", [["startapp"], ["startproject"], ["test", "--nosuchoption"]])
def test_commands_that_need_no_tables_start_without_them(start: Start, words: list[str]) -> None:
    """Each lacks its name here or has an option too many, and Django says so."""
    answer = start(manage.main, *words)
    assert answer.returncode != 0
    assert "error: " in answer.stderr.lower()
    assert NO_TABLES not in answer.stderr


@pytest.mark.processes
@pytest.mark.parametrize("command", ["check", "makemigrations", "migrate", "verify_report"])
def test_every_command_refuses_a_wrong_address_in_one_sentence(command: str) -> None:
    answer = start_process(command, DATABASE_URL="nonsense")
    assert answer.returncode == 1
    assert _is_one_sentence(answer.stderr)
    assert "DATABASE_URL must be the address of a PostgreSQL database" in answer.stderr


@pytest.fixture
def start_on_older(start: Start) -> Iterator[Start]:
    """Run the main function of a program on a database of an earlier version."""
    recorder = MigrationRecorder(connection)
    with as_superuser() as cursor:
        recorder.record_applied(*EARLIER)
        cursor.execute("GRANT SELECT ON django_migrations TO clayton_app")
    yield start
    with as_superuser(), connection.schema_editor() as editor:
        editor.delete_model(recorder.Migration)


def test_make_run_and_migrate_refuse_an_older_database_in_one_sentence(
    start_on_older: Start,
) -> None:
    for answer in (start_on_older(manage.main, "migrate"), start_on_older(prepare.main)):
        assert answer.returncode == 1
        assert _is_one_sentence(answer.stderr)
        assert ANOTHER_VERSION in answer.stderr
