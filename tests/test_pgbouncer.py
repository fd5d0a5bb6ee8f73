"""The portal behind a real PgBouncer in transaction mode, with the settings of `deploy/`."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from configparser import ConfigParser
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.db import OperationalError, connection, connections, transaction
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.database_timeouts import TIMEOUTS, WEB, WORKER
from clayton_review.jobs.actions import request_run
from clayton_review.jobs.models import Job, JobState
from clayton_review.jobs.tasks import run
from clayton_review.local import addresses
from clayton_review.local.service_user import find_service_user
from clayton_review.reports.models import Report
from clayton_review.web.database_limits import check_limits
from surveys import tasks
from surveys.answers.actions import sweep
from surveys.answers.models import AnswerSheet, SealedBox
from surveys.survey.models import SampleKind
from tests.accounts.factories import PASSWORD, person
from tests.engagement.factories import contract
from tests.processes import wait_until
from tests.reports.factories import JANUARY
from tests.surveys import factories
from tests.surveys.answers.boxes import put
from tests.surveys.pages import LANDING, QUESTIONS, filled

PROGRAM = shutil.which("pgbouncer", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
SETTINGS = Path(project.BASE_DIR) / "deploy" / "pgbouncer.ini"
NAME = "clayton"  # of the database, as the settings have it
WORKER_ROLE = "clayton_worker"
N_SESSIONS = 7
ALIASES = ("default", "snapshot")
NO_POOLER = "no PgBouncer here (Debian: apt-get install pgbouncer)"
pytestmark = pytest.mark.django_db(transaction=True, databases=list(ALIASES))


@pytest.fixture
def pooler(transactional_db: None) -> Iterator[Path]:
    """Run PgBouncer in front of the test database; yield the folder of its socket.

    Without PgBouncer the test is skipped, in CI it fails.
    """
    if PROGRAM is None:
        if os.environ.get("CI") == "true":
            pytest.fail(NO_POOLER)
        pytest.skip(NO_POOLER)
    usual: dict[str, Any] = connection.settings_dict
    if usual["USER"] != addresses.SUPERUSER:
        pytest.skip("needs the embedded PostgreSQL, which asks for no passwords")
    folder = Path(tempfile.mkdtemp(prefix="pooler-", dir="/tmp"))
    user = find_service_user()
    user.make_private(folder)
    _write_settings(folder, usual)
    pooled = subprocess.Popen(
        [PROGRAM, "--quiet", str(folder / "pgbouncer.ini")], **user.popen_options()
    )
    try:
        wait_until(lambda: list(folder.glob(".s.PGSQL.*")), purpose="PgBouncer's start")
        yield folder
    finally:
        pooled.terminate()
        pooled.wait()
        shutil.rmtree(folder)


def _write_settings(folder: Path, database: dict[str, Any]) -> None:
    """Write the project's own settings for this machine; each transaction gets another session."""
    ini = ConfigParser()
    ini.read(SETTINGS)
    server = f"host={database['HOST']} port={database['PORT'] or 5432} dbname={database['NAME']}"
    ini["databases"][NAME] = server
    ini["pgbouncer"].update(
        listen_addr="",
        unix_socket_dir=str(folder),
        auth_type="trust",
        auth_file=str(folder / "users.txt"),
        server_round_robin="1",
    )
    (folder / "users.txt").write_text(f'"{addresses.PORTAL}" ""\n"{WORKER_ROLE}" ""\n')
    with (folder / "pgbouncer.ini").open("w") as file:
        ini.write(file)


@contextmanager
def pooled_as(role: str, pooler: Path, settings: Any) -> Iterator[None]:
    """Work through the pooler with a role, as `DATABASE_TIMEOUTS=role` does."""
    settings.DATABASE_TIMEOUTS, settings.SNAPSHOT_DATABASE = "role", "snapshot"
    through = {"NAME": NAME, "USER": role, "HOST": str(pooler), "PORT": "6432", "OPTIONS": {}}
    usual = {alias: dict(connections[alias].settings_dict) for alias in ALIASES}
    for alias in ALIASES:
        connections[alias].close()
        connections[alias].settings_dict |= through
    try:
        _open_sessions()
        yield
    finally:
        for alias in ALIASES:
            connections[alias].close()
            connections[alias].settings_dict |= usual[alias]


def _open_sessions() -> None:
    """Open several sessions by as many transactions at once, so that they are taken in turn."""
    lines = [connection.copy() for _ in range(N_SESSIONS)]
    for line in lines:
        line.set_autocommit(False)
        with line.cursor() as cursor:
            cursor.execute("SELECT 1")
    for line in lines:
        line.rollback()
        line.close()


def value(query: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return str(cursor.fetchone()[0])


def settings_left_in_sessions() -> set[str]:
    """Return what was set in any session and stays, which the next one to get it would have."""
    left: set[str] = set()
    for _ in range(2 * N_SESSIONS):
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM pg_settings WHERE source = 'session'")
            left.update(name for (name,) in cursor.fetchall())
    return left


@pytest.mark.parametrize(("role", "kind"), [(addresses.PORTAL, WEB), (WORKER_ROLE, WORKER)])
def test_each_role_has_its_limits_and_each_transaction_another_session(
    pooler: Path, settings: Any, role: str, kind: str
) -> None:
    with pooled_as(role, pooler, settings):
        assert len({value("SELECT pg_backend_pid()") for _ in range(N_SESSIONS)}) > 1
        assert value("SELECT current_user") == role
        limits = TIMEOUTS[kind]
        for name, seconds in (
            ("statement_timeout", limits.statement),
            ("lock_timeout", limits.lock),
            ("idle_in_transaction_session_timeout", limits.idle_in_transaction),
        ):
            setting = f"SELECT setting::int / 1000 FROM pg_settings WHERE name = '{name}'"  # noqa: S608
            assert value(setting) == f"{seconds:.0f}"
        assert check_limits(databases=["default"]) == []


def test_people_sign_in_write_and_read_through_it(
    pooler: Path, settings: Any, lead: User, client: Client
) -> None:
    dana = person(email="dana@example.org", password=PASSWORD)
    factories.open_survey(by=lead, sample=SampleKind.OPT_IN)
    with pooled_as(addresses.PORTAL, pooler, settings):
        client.post("/account/sign-in/", {"login": dana.email, "password": PASSWORD})
        assert client.get("/start/").status_code == 200
        resident = Client()
        sent = filled(resident.get(QUESTIONS), feel_safe="4", stopped="no")
        assert "We received your answers" in resident.post(QUESTIONS, sent).content.decode()
        assert resident.get(LANDING).status_code == 200
    assert SealedBox.objects.count() == 1


def test_a_worker_opens_a_batch_and_sweeps_its_boxes_through_it(
    pooler: Path, settings: Any, lead: User
) -> None:
    put(factories.open_survey(by=lead, n_invited=1_000), 300)
    with pooled_as(WORKER_ROLE, pooler, settings):
        tasks.look_for_batches()
        do_all_jobs()
        assert AnswerSheet.objects.count() >= 100
        assert AnswerSheet.objects.count() + SealedBox.objects.count() == 300
        assert Job.objects.get(name=sweep.SWEEP_JOB).state == JobState.DONE
        assert settings_left_in_sessions() <= {"TimeZone", "client_encoding"}


def test_a_report_is_built_from_one_moment_and_shown_through_it(
    pooler: Path, settings: Any, lead: User, as_: Callable[[User], Client]
) -> None:
    with clock.at(JANUARY):
        contract(by=lead)
        with pooled_as(WORKER_ROLE, pooler, settings):
            request_run("reports.build", "2018-12")
            do_all_jobs()
        browser = as_(lead)
        with pooled_as(addresses.PORTAL, pooler, settings):
            report = Report.objects.get(month=date(2018, 12, 1))
            assert browser.get(f"/drafts/{report.number}/").status_code == 200


def test_a_record_that_is_held_lets_go_of_whoever_waits_for_it(
    pooler: Path, settings: Any, lead: User
) -> None:
    """The role's limit ends the wait after five seconds; its limit of a statement comes later."""
    with pooled_as(addresses.PORTAL, pooler, settings):
        holder = connection.copy()
        holder.set_autocommit(False)
        with holder.cursor() as cursor:
            cursor.execute("SELECT 1 FROM accounts_user FOR UPDATE")
        with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
            value("SELECT 1 FROM accounts_user FOR UPDATE")
        holder.close()
        assert value("SELECT 1 FROM accounts_user FOR UPDATE") == "1"


def do_all_jobs() -> None:
    """Do everything that is due, and all that comes of it."""
    while due := list(Job.objects.filter(state=JobState.WAITING, attempt=0)):
        for job in due:
            run(str(job.pk))
    assert not Job.objects.exclude(state=JobState.DONE).exists()
