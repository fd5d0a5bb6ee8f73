"""The portal's own role in the database: no superuser, and owner only of what it must vacuum."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from surveys.answers.actions import sweep
from tests.accounts.factories import PASSWORD, person

pytestmark = pytest.mark.django_db
SQL = Path(settings.BASE_DIR) / "deploy" / "database-roles.sql"
BOXES = {"surveys_sealedbox", "surveys_spentcode", "surveys_answersheet", "findings_sealednote"}


@pytest.fixture
def as_portal_role() -> Iterator[None]:
    """Set the roles up as the file says, and work as the portal's until the test ends."""
    with connection.cursor() as cursor:
        cursor.execute(SQL.read_text())
        cursor.execute(SQL.read_text())  # it is run again after each migration
        cursor.execute("SET LOCAL ROLE clayton_app")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def is_refused(statement: str) -> bool:
    """True if the database refuses a statement for want of rights."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return "must be owner" in str(error) or "permission denied" in str(error)
    return False


def rows(query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


@pytest.mark.usefixtures("as_portal_role")
def test_it_is_no_superuser_and_owns_the_boxes_only() -> None:
    rights = rows(
        "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    )
    assert rights == [(False, False, False)]
    owned = rows("SELECT tablename FROM pg_tables WHERE tableowner = current_user")
    assert {str(name) for (name,) in owned} == BOXES


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET who = 'nobody'",
        "DELETE FROM audit_auditentry",
        "TRUNCATE audit_auditentry",
        "ALTER TABLE audit_auditentry DISABLE TRIGGER USER",
        "DROP TABLE audit_auditentry",
        "ALTER TABLE reports_report DISABLE TRIGGER USER",
        "DELETE FROM django_migrations",
        "CREATE TABLE public.own (id int)",
        "CREATE ROLE stronger SUPERUSER",
        "COPY (SELECT 1) TO PROGRAM 'true'",
    ],
)
@pytest.mark.usefixtures("as_portal_role")
def test_it_can_neither_change_the_record_nor_the_tables(statement: str) -> None:
    assert is_refused(statement)


@pytest.mark.usefixtures("as_portal_role")
def test_it_can_do_what_the_portal_does(client: Client) -> None:
    dana = person(email="dana@example.org", password=PASSWORD)
    client.post("/account/sign-in/", {"login": dana.email, "password": PASSWORD})
    assert client.get("/start/").status_code == 200
    assert AuditEntry.objects.filter(verb="signed in as").exists()
    assert User.objects.filter(pk=dana.pk).update(name="Dana New") == 1


@pytest.mark.usefixtures("as_portal_role")
def test_it_may_vacuum_the_boxes_and_is_told_where_it_may_not() -> None:
    sweep.check_may_sweep(*sorted(BOXES))
    with pytest.raises(sweep.DeletedRowsRemain, match="accounts_user"):
        sweep.check_may_sweep("surveys_sealedbox", "accounts_user")
