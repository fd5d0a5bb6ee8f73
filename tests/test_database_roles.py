"""The portal's own role in the database: no superuser, and owner only of what it must vacuum.

Every test of the project works with this role; here is what it may do, and what not.
"""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.local import addresses
from clayton_review.local.database_roles import settle_rights
from clayton_review.local.errors import StartError
from surveys.answers.actions import sweep
from tests.accounts.factories import PASSWORD, person
from tests.database_roles import as_superuser, set_up_roles, take_role
from tests.databases import connected_to, run_outside
from tests.processes import database_address

pytestmark = pytest.mark.django_db
BOXES = {"surveys_sealedbox", "surveys_spentcode", "surveys_answersheet", "findings_sealednote"}


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


def check_it_owns_the_boxes_only() -> None:
    assert rows("SELECT current_user::text") == [("clayton_app",)]
    rights = rows(
        "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    )
    assert rights == [(False, False, False)]
    owned = rows("SELECT tablename FROM pg_tables WHERE tableowner = current_user")
    assert {str(name) for (name,) in owned} == BOXES


def check_everything_else_belongs_to_the_owner() -> None:
    others = "SELECT DISTINCT tableowner::text FROM pg_tables WHERE schemaname = 'public'"
    assert rows(f"{others} AND tableowner <> current_user") == [("clayton_owner",)]
    functions = "SELECT DISTINCT proowner::regrole::text FROM pg_proc"
    assert rows(f"{functions} WHERE pronamespace = 'public'::regnamespace") == [("clayton_owner",)]


def test_it_is_no_superuser_and_owns_the_boxes_only() -> None:
    check_it_owns_the_boxes_only()


def test_everything_else_belongs_to_the_role_that_migrates() -> None:
    check_everything_else_belongs_to_the_owner()


def test_what_a_superuser_made_is_handed_over_the_next_time() -> None:
    with as_superuser() as cursor:
        cursor.execute("CREATE TABLE late (id bigserial)")
        cursor.execute("CREATE FUNCTION late() RETURNS int LANGUAGE sql AS 'SELECT 1'")
        cursor.execute("ALTER TABLE findings_sealednote OWNER TO clayton_owner")
        set_up_roles()
    owners = "SELECT relname::text, relowner::regrole::text FROM pg_class WHERE relname"
    assert rows(f"{owners} IN ('late', 'late_id_seq', 'findings_sealednote') ORDER BY 1") == [
        ("findings_sealednote", "clayton_app"),
        ("late", "clayton_owner"),
        ("late_id_seq", "clayton_owner"),
    ]
    owner = "SELECT proowner::regrole::text FROM pg_proc WHERE proname = 'late'"
    assert rows(owner) == [("clayton_owner",)]
    assert rows("INSERT INTO late DEFAULT VALUES RETURNING id") == [(1,)]


def test_what_the_owner_s_migrations_make_can_be_used_without_a_superuser() -> None:
    with as_superuser() as cursor:
        cursor.execute("ALTER TABLE findings_sealednote OWNER TO clayton_owner")
        cursor.execute("SET ROLE clayton_owner")
        cursor.execute("CREATE TABLE later (id bigserial)")
        cursor.execute("GRANT UPDATE, DELETE ON audit_auditentry TO clayton_app")
        settle_rights(settings.BASE_DIR)
    assert rows("INSERT INTO later DEFAULT VALUES RETURNING id") == [(1,)]
    sweep.check_may_sweep(*sorted(BOXES))
    for statement in (
        "UPDATE audit_auditentry SET who = 'nobody'",
        "DELETE FROM audit_auditentry",
        "CREATE TABLE public.own (id int)",
    ):
        assert is_refused(statement)


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_the_owner_s_migrate_command_alone_makes_a_database_fit() -> None:
    name = f"fresh_{connection.settings_dict['NAME']}"
    run_outside(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
    with connected_to(name):
        take_role("none")
        set_up_roles()
        address = database_address()
        environment = {
            "DATABASE_URL": address,
            "DATABASE_OWNER_URL": address.replace(addresses.PORTAL, addresses.OWNER),
        }
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate"]
        done = subprocess.run(
            command, env=os.environ | environment, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        take_role(addresses.PORTAL)
        check_it_owns_the_boxes_only()
        check_everything_else_belongs_to_the_owner()
        assert is_refused("UPDATE audit_auditentry SET who = 'nobody'")
    run_outside(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_an_owner_who_may_not_give_rights_is_told_what_to_do() -> None:
    with as_superuser() as cursor:
        cursor.execute("ALTER TABLE findings_sealednote OWNER TO clayton_owner")
        cursor.execute("REVOKE CREATE ON SCHEMA public FROM clayton_owner CASCADE")
        cursor.execute("GRANT CREATE ON SCHEMA public TO clayton_owner")
        cursor.execute("SET ROLE clayton_owner")
        with pytest.raises(StartError, match="as a superuser"):
            settle_rights(settings.BASE_DIR)


def test_whoever_else_migrates_gives_no_rights() -> None:
    with as_superuser() as cursor:
        cursor.execute("ALTER TABLE findings_sealednote OWNER TO clayton_owner")
        settle_rights(settings.BASE_DIR)
    with pytest.raises(sweep.DeletedRowsRemain, match="findings_sealednote"):
        sweep.check_may_sweep(*sorted(BOXES))


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
def test_it_can_neither_change_the_record_nor_the_tables(statement: str) -> None:
    assert is_refused(statement)


def test_it_makes_no_temporary_table_that_would_stand_in_for_another() -> None:
    with as_superuser():
        set_up_roles()  # a database made from a template has not its rights
    assert is_refused("CREATE TEMPORARY TABLE reports_report (id uuid, state text)")


def test_no_trigger_reads_a_temporary_table_instead_of_our_own() -> None:
    triggers = """
        SELECT proname::text FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND prorettype = 'trigger'::regtype
        AND prosrc ~ '\\mFROM\\M'
    """
    reading = {str(name) for (name,) in rows(triggers)}
    assert "refuse_change_of_issued_section" in reading
    safe = f"{triggers} AND array_to_string(proconfig, ' ') LIKE 'search_path=%, pg_temp'"
    assert {str(name) for (name,) in rows(safe)} == reading


def test_it_can_do_what_the_portal_does(client: Client) -> None:
    dana = person(email="dana@example.org", password=PASSWORD)
    client.post("/account/sign-in/", {"login": dana.email, "password": PASSWORD})
    assert client.get("/start/").status_code == 200
    assert AuditEntry.objects.filter(verb="signed in as").exists()
    assert User.objects.filter(pk=dana.pk).update(name="Dana New") == 1


def test_it_may_vacuum_the_boxes_and_is_told_where_it_may_not() -> None:
    sweep.check_may_sweep(*sorted(BOXES))
    with pytest.raises(sweep.DeletedRowsRemain, match="accounts_user"):
        sweep.check_may_sweep("surveys_sealedbox", "accounts_user")
