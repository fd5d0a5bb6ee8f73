"""Limits on waiting in the database: one record held for long does not stop the site."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import checks
from django.db import OperationalError, connection, transaction
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.database_timeouts import TIMEOUTS, WEB, WORKER, Timeouts
from clayton_review.jobs.error_words import error_words
from clayton_review.web.database_limits import check_limits
from incidents.models import Incident
from tests.incidents import factories
from tests.test_settings import load
from tests.threads import held, in_thread

SQL = Path(settings.BASE_DIR) / "deploy" / "database-roles.sql"
OPTIONS = "from django.conf import settings; print(settings.DATABASES[{alias!r}]['OPTIONS'])"
SHORT = Timeouts(statement=0, lock=0.3, idle_in_transaction=60)


def options_of(environment: dict[str, str], *words: str, alias: str = "default") -> str:
    return load(environment, OPTIONS.format(alias=alias), *words).stdout.strip()


@pytest.mark.parametrize("alias", ["default", "snapshot"])
def test_each_kind_of_process_has_its_limits(alias: str) -> None:
    web = options_of({"DATABASE_TIMEOUTS": "web"}, alias=alias)
    assert "-c statement_timeout=15000 -c lock_timeout=5000" in web
    assert "-c idle_in_transaction_session_timeout=60000" in web
    assert "statement_timeout=300000" in options_of({}, alias=alias)


def test_the_web_server_has_those_of_the_web() -> None:
    code = f"import clayton_review.wsgi; {OPTIONS.format(alias='default')}"
    assert TIMEOUTS[WEB].options in load({}, code).stdout


def test_migrations_have_none() -> None:
    assert "statement_timeout=0 -c lock_timeout=0" in options_of({}, "migrate")


def test_a_pooler_gets_no_options_and_other_options_stay() -> None:
    address = {"DATABASE_URL": "postgres://a:b@db.example.org/clayton?sslmode=require"}
    assert options_of(address | {"DATABASE_TIMEOUTS": "role"}) == "{'sslmode': 'require'}"
    assert "'sslmode': 'require', 'options': '-c" in options_of(address)


def test_another_word_is_refused() -> None:
    answer = load({"DATABASE_TIMEOUTS": "forever"})
    assert "DATABASE_TIMEOUTS must be one of web, worker, none, role." in answer.stderr


@pytest.mark.parametrize(("role", "kind"), [("clayton_app", WEB), ("clayton_worker", WORKER)])
def test_the_roles_have_the_same_limits(role: str, kind: str) -> None:
    written = re.findall(rf"ALTER ROLE {role} SET (\w+) = '(\d+)s';", SQL.read_text())
    options = " ".join(f"-c {name}={seconds}000" for name, seconds in written)
    assert options == TIMEOUTS[kind].options


@pytest.fixture
def limits(transactional_db: None) -> Iterator[None]:
    """Open connections from now on with limits, as the web server does."""
    options: dict[str, Any] = connection.settings_dict["OPTIONS"]
    usual = options["options"]
    connection.close()
    options["options"] = f"{usual} {SHORT.options}"
    yield
    options["options"] = usual
    connection.close()


@pytest.mark.usefixtures("limits")
def test_one_record_held_for_long_does_not_stop_the_site(
    consultant: User, as_: Callable[[User], Client]
) -> None:
    """Without limits nobody would be answered before the record is free, and this test hangs."""
    incident = factories.incident(by=consultant)
    browser = as_(consultant)
    browser.raise_request_exception = False
    address = f"/incidents/{incident.reference}/withdraw/"
    page = browser.get(address)
    sent = {"revision": page.context["form"]["revision"].value(), "reason": "Entered twice."}

    with held(lambda: Incident.objects.select_for_update().get(pk=incident.pk)):
        waiting = in_thread(lambda: browser.post(address, sent))
        assert as_(consultant).get("/incidents/").status_code == 200
        assert Client().get("/").status_code == 200
        waiting.join(60)
        assert not waiting.is_alive()
        answer = browser.post(address, sent)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert "nothing you typed is lost" in answer.content.decode()
        assert 'value="Entered twice."' in answer.content.decode()
    assert browser.post(address, sent).status_code == 302
    incident.refresh_from_db()
    assert incident.withdrawn_reason == "Entered twice."


@pytest.mark.usefixtures("limits")
def test_a_job_says_what_held_it_up() -> None:
    with pytest.raises(OperationalError) as slow, transaction.atomic():
        connection.cursor().execute("SET LOCAL statement_timeout = 50; SELECT pg_sleep(20)")
    assert error_words(slow.value) == "The database took too long."


@pytest.mark.django_db
def test_the_check_names_the_limits_that_are_missing(settings: Any) -> None:
    settings.DATABASE_TIMEOUTS = "role"
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = 100")
    (warning,) = check_limits(databases=["default"])
    assert isinstance(warning, checks.Warning)
    assert "has no idle_in_transaction_session_timeout, statement_timeout:" in str(warning.msg)
    assert check_limits() == []
    settings.DATABASE_TIMEOUTS = "none"
    assert check_limits(databases=["default"]) == []
