"""Fixtures of all tests: services, a clean database, people of each role, no outside network."""

import gc
import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.backends.postgresql.creation import DatabaseCreation
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client, client
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.local.errors import StartError
from clayton_review.local.service_lock import ServiceLock, lock_services
from surveys.survey.selectors import forget_published
from tests.accounts.sessions import proved_now
from tests.database_roles import as_superuser
from tests.environment import settle
from tests.people import usual_person

pytest_plugins = [
    "tests.browser", "tests.databases", "tests.printing", "tests.module_rows", "tests.scheduling",
    "tests.pdf_judge", "tests.proving", "tests.soak",
]  # fmt: skip

SERVICES = pytest.StashKey[ServiceLock]()

# The mark of each test that uses a fixture, directly or through another one.
MARKS = {
    "browser": "browser",
    "chromium_program": "browser",
    "outcomes": "processes",
    "printing": "processes",
    "processes": "processes",
    "stage": "processes",
}

# No test fails because the machine is busy: an example may take as long as it takes.
hypothesis_settings.register_profile(
    "without deadlines", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("without deadlines")


def pytest_configure(config: pytest.Config) -> None:
    """Start the embedded services (or join them) and fit the settings to tests."""
    if not config.getoption("collectonly"):
        try:
            config.stash[SERVICES] = lock_services(settings.BASE_DIR)
        except StartError as error:
            pytest.exit(str(error), returncode=3)
    settle(os.environ.get("PYTEST_XDIST_WORKER", ""))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Modules and tests stay to the end: looking through them for garbage took a tenth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Give the services back; the last one to do so stops them."""
    lock = config.stash.get(SERVICES, None)
    if lock is not None:
        lock.release()


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses by marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests by what they use; leave the soak tests to `make soak`."""
    for item in items:
        for fixture, mark in MARKS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
    if "soak" not in config.getoption("markexpr"):
        soak = [item for item in items if item.get_closest_marker("soak")]
        items[:] = [item for item in items if item not in soak]
        config.hook.pytest_deselected(items=soak)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it loudly when tests could not run for want of a program."""
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    for tests, reason in (
        ("BROWSER TESTS", "no Chromium"),
        ("TESTS OF PDF FILES", "no veraPDF"),
        ("TESTS BEHIND A POOLER", "no PgBouncer"),
    ):
        n_missed = sum(reason in words for words in skipped)
        if n_missed:
            sentence = f"{n_missed} {tests} DID NOT RUN: there is {reason} here."
            terminalreporter.write_line(sentence, red=True, bold=True)


@pytest.fixture(scope="session", autouse=True)
def _test_database_goes_whoever_holds_it() -> Iterator[None]:
    """Threads of the live server and of tests may still hold a connection at the end."""
    original: Any = DatabaseCreation._destroy_test_db  # type: ignore[attr-defined]

    def destroy(self: DatabaseCreation, test_database_name: str, verbosity: int) -> None:
        with self._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            name = self.connection.ops.quote_name(test_database_name)
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    DatabaseCreation._destroy_test_db = destroy  # type: ignore[attr-defined]
    yield
    DatabaseCreation._destroy_test_db = original  # type: ignore[attr-defined]


@pytest.fixture(scope="session", autouse=True)
def _flush_empties_only_what_is_filled() -> Iterator[None]:
    """Transactional tests leave few tables with rows: truncating all takes the server a second.

    As their owner they may set the triggers of append-only tables aside.
    """
    patch = pytest.MonkeyPatch()
    patch.setattr(DatabaseOperations, "sql_flush", _deletions)
    patch.setattr(DatabaseOperations, "execute_sql_flush", _delete_without_triggers)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def _a_response_keeps_the_context_of_its_page() -> Iterator[None]:
    """Copies of the context of each template that a page includes took a fiftieth of a run."""
    keep = client.store_rendered_templates  # type: ignore[attr-defined]  # not in the stubs

    def keep_first(store: dict[str, Any], *rendered: Any, **more: Any) -> None:
        if "context" not in store:
            keep(store, *rendered, **more)

    patch = pytest.MonkeyPatch()
    patch.setattr(client, "store_rendered_templates", keep_first)
    yield
    patch.undo()


def _deletions(
    self: DatabaseOperations, _style: object, tables: Iterable[str], **_options: object
) -> list[str]:
    """Return the tables that hold rows; Django's own lists of models and permissions stay."""
    names = sorted(set(tables) - {"django_content_type", "auth_permission"})
    probes = [f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in names]  # noqa: S608  # names from the models
    with self.connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(probes))
        return [row[0] for row in cursor.fetchall()]


def _delete_without_triggers(self: DatabaseOperations, tables: Iterable[str]) -> None:
    with transaction.atomic(using=self.connection.alias), as_superuser() as cursor:
        cursor.execute("SELECT DISTINCT tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal")
        guarded = {row[0] for row in cursor.fetchall()}.intersection(tables)
        for table in guarded:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for table in tables:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608  # a name from the models
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # all rows are gone, in whatever order
        for table in guarded:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a folder for the files of each test; most tests store none, so nothing is made."""
    base = tmp_path_factory.mktemp("stores")
    return (base / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def _nothing_left_over(stores: Iterator[Path], settings: Any) -> Iterator[None]:
    """Each test gets its own file store and leaves no language, throttle or cache behind."""
    settings.MEDIA_ROOT = next(stores)
    settings.SNAPSHOT_DATABASE = "default"  # reads along in the test's own transaction
    yield
    timezone.deactivate()
    translation.deactivate()
    cache.clear()
    forget_published()


@pytest.fixture
def consultant(db: None) -> User:
    """A consultant, who writes."""
    return usual_person(Role.CONSULTANT, "Carla Consultant")


@pytest.fixture
def second_consultant(db: None) -> User:
    """Another consultant, who reads over and approves."""
    return usual_person(Role.CONSULTANT, "Simon Second")


@pytest.fixture
def third_consultant(db: None) -> User:
    """One more consultant, for rules that need three people."""
    return usual_person(Role.CONSULTANT, "Theo Third")


@pytest.fixture
def lead(db: None) -> User:
    """The lead consultant."""
    return usual_person(Role.LEAD, "Lena Lead")


@pytest.fixture
def board_member(db: None) -> User:
    """A member of the Board of Aldermen."""
    return usual_person(Role.BOARD, "Bea Board")


@pytest.fixture
def city_staff(db: None) -> User:
    """Somebody of the city's staff."""
    return usual_person(Role.CITY, "Cy City")


@pytest.fixture
def liaison(db: None) -> User:
    """The police department's liaison."""
    return usual_person(Role.LIAISON, "Pat Police")


@pytest.fixture
def custodian(db: None) -> User:
    """The custodian of records."""
    return usual_person(Role.CUSTODIAN, "Ruth Records")


@pytest.fixture
def as_(db: None) -> Callable[[User], Client]:
    """Give a person's signed-in browser."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        proved_now(client, user)
        return client

    return sign_in


@pytest.fixture
def user_triggers(db: None) -> list[str]:
    """The tables that carry triggers of ours."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal")
        return sorted(row[0] for row in cursor.fetchall())
