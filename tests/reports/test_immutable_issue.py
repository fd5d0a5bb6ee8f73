"""Issued reports that the database itself keeps as they are."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.reports import actions
from clayton_review.reports.models import (
    TRANSITIONS,
    Acknowledgement,
    Report,
    ReportState,
    Section,
)
from tests.database_roles import as_superuser
from tests.module_rows import Making
from tests.people import usual_person
from tests.reports.factories import JANUARY, a_draft, issued
from tests.reports.tampering import without_triggers

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _draft(making_rows: Making) -> None:
    """Build the draft that `a_draft` returns to each test; its building is tested elsewhere."""
    with making_rows():
        usual_person(Role.LEAD, "Lena Lead")
        a_draft()


CHANGES_OF_AN_ISSUE = (
    "UPDATE reports_report SET headline = 'Other'",
    "DELETE FROM reports_report",
    "UPDATE reports_section SET narrative = 'Other'",
    "DELETE FROM reports_section",
    "INSERT INTO reports_section (report_id, name, narrative, revision)"
    " SELECT id, 'late', '', 1 FROM reports_report",
    "UPDATE reports_issuedfile SET size = 0",
    "DELETE FROM reports_issuedfile",
    "DELETE FROM reports_approval",
    "INSERT INTO reports_approval (id, report_id, content_sha256, by_id, at)"
    " SELECT gen_random_uuid(), report_id, 'late', by_id, at FROM reports_approval",
    "TRUNCATE reports_issuedfile",
    "INSERT INTO reports_issuedfile (report_id, format, content, size, sha256, renderer)"
    " SELECT id, 'late', '', 0, '', '' FROM reports_report",
    "UPDATE reports_comment SET text = 'Other'",
    "DELETE FROM reports_comment",
    "INSERT INTO reports_comment (id, report_id, section, text, by_id, at)"
    " SELECT gen_random_uuid(), report_id, section, 'late', by_id, at FROM reports_comment",
    "UPDATE reports_acknowledgement SET reason = 'Other'",
    "DELETE FROM reports_acknowledgement",
    "INSERT INTO reports_acknowledgement (report_id, warning, reason, by_id, at)"
    " SELECT report_id, 'late', reason, by_id, at FROM reports_acknowledgement",
    "UPDATE reports_figuretext SET title = 'Other'",
    "DELETE FROM reports_figuretext",
    "INSERT INTO reports_figuretext (report_id, audience, name, title, sentence, method)"
    " SELECT id, 'public', 'late', '', '', '' FROM reports_report",
)
REFUSED_CHANGE = "cannot change|never deleted|append-only|permission denied"


def test_the_database_refuses_every_change_of_an_issue(
    lead: User, consultant: User, second_consultant: User
) -> None:
    report = a_draft()
    remark = actions.comment(
        record_id=report.id, report=report, section="budget", text="Why?", by=consultant
    )
    actions.resolve(comment=remark, by=consultant)
    Acknowledgement.objects.create(report=report, warning="seen", reason="Of record.", by=lead)
    issued(by=lead, approvers=(consultant, second_consultant))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for change in CHANGES_OF_AN_ISSUE:
            with pytest.raises(DatabaseError, match=REFUSED_CHANGE), transaction.atomic():
                cursor.execute(change)


def test_the_database_leaves_out_no_step_to_an_issue(lead: User) -> None:
    draft = a_draft()
    complete = {"issued_by": lead, "issued_at": JANUARY, "edition": "{}"}
    steps = [(state, after) for state in ReportState for after in ReportState if state != after]
    for state, after in steps:
        with without_triggers():
            Report.objects.filter(pk=draft.pk).update(state=state, **complete)
        move = Report.objects.filter(pk=draft.pk).update
        if after in TRANSITIONS[state]:
            move(state=after)
            continue
        with pytest.raises(DatabaseError, match="cannot change"), transaction.atomic():
            move(state=after)


@pytest.mark.parametrize("state", [ReportState.REVIEW, ReportState.APPROVED, ReportState.ISSUED])
def test_the_database_lets_a_report_begin_as_a_draft_alone(lead: User, state: str) -> None:
    draft = a_draft()
    complete = {"issued_by": lead, "issued_at": JANUARY, "edition": "{}"}
    values = {field.name: getattr(draft, field.name) for field in Report._meta.fields}
    forged = Report(**values | complete | {"id": uuid4(), "month": date(2018, 10, 1)})
    forged.state = state
    with pytest.raises(DatabaseError, match="it begins as a draft"), transaction.atomic():
        forged.save(force_insert=True)


def test_the_database_moves_no_section_into_or_out_of_an_issue(
    lead: User, consultant: User, second_consultant: User
) -> None:
    issue = issued(by=lead, approvers=(consultant, second_consultant))
    draft = a_draft(month=date(2018, 11, 1))
    for section, report in ((draft.sections.all()[0], issue), (issue.sections.all()[0], draft)):
        with pytest.raises(DatabaseError, match=REFUSED_CHANGE), transaction.atomic():
            Section.objects.filter(pk=section.pk).update(report=report, name="moved")


def test_a_temporary_table_does_not_hide_that_a_report_is_issued(
    lead: User, consultant: User, second_consultant: User
) -> None:
    issued(by=lead, approvers=(consultant, second_consultant))
    with as_superuser() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("CREATE TEMPORARY TABLE reports_report (id uuid, state text) ON COMMIT DROP")
        cursor.execute("GRANT SELECT, UPDATE ON pg_temp.reports_report TO clayton_app")
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match=REFUSED_CHANGE):
        cursor.execute("UPDATE public.reports_section SET narrative = 'Other'")


def test_without_its_trigger_an_issue_could_be_changed(
    lead: User, consultant: User, second_consultant: User
) -> None:
    """The sabotage: the test above guards the trigger and nothing else."""
    issued(by=lead, approvers=(consultant, second_consultant))
    with as_superuser() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE reports_report DISABLE TRIGGER USER")
        cursor.execute("UPDATE reports_report SET headline = 'Other'")
        assert cursor.rowcount == 1
