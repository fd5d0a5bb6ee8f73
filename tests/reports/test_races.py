"""Several people and workers at the same report at once: real threads, real transactions."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.audit.selectors import verify_chain
from clayton_review.reports import actions
from clayton_review.reports.file_formats import FileFormat
from clayton_review.reports.models import Checksums, IssuedFile, Report
from clayton_review.reports.sections import SECTIONS
from tests.reports.factories import JANUARY, a_draft, approved
from tests.reports.tampering import issued_before_signatures
from tests.threads import at_once, queued

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "snapshot"])


@pytest.fixture(autouse=True)
def _own_alias(settings: Any) -> Iterator[None]:
    settings.SNAPSHOT_DATABASE = "snapshot"
    yield
    connections["snapshot"].close()


def test_two_workers_that_build_the_same_month_make_one_report(lead: User) -> None:
    a_draft(month=date(2018, 11, 1))  # the contract
    build = lambda: actions.build(month=date(2018, 12, 1))  # noqa: E731
    with clock.at(JANUARY):
        assert at_once(build, build, build) == []
    built = Report.objects.get(month=date(2018, 12, 1))
    assert built.sections.count() == len(SECTIONS)
    assert AuditEntry.objects.filter(verb="built", object_id=str(built.pk)).count() == 1
    assert verify_chain().broken_at is None


def test_two_leads_who_issue_at_once_issue_once(
    lead: User, consultant: User, second_consultant: User
) -> None:
    report = approved(by=lead, approvers=(consultant, second_consultant))
    issue = lambda: actions.issue(report=Report.objects.get(pk=report.pk), by=lead)  # noqa: E731
    with clock.at(JANUARY):
        assert at_once(issue, issue) == []
    assert IssuedFile.objects.count() == len(FileFormat)
    assert AuditEntry.objects.filter(verb="issued").count() == 1


def test_two_months_issued_at_once_do_not_fork_the_chain(
    lead: User, consultant: User, second_consultant: User
) -> None:
    people = (consultant, second_consultant)
    months = [approved(by=lead, approvers=people, month=date(2018, m, 1)) for m in (11, 12)]
    with clock.at(JANUARY):
        at_once(*(lambda report=report: actions.issue(report=report, by=lead) for report in months))
    issued = list(Report.objects.issued())
    assert issued
    named = [report.previous_sha256 for report in issued]
    assert len(named) == len(set(named))


def test_two_leads_who_sign_at_once_make_one_signature(
    lead: User, consultant: User, second_consultant: User
) -> None:
    report = approved(by=lead, approvers=(consultant, second_consultant))
    with clock.at(JANUARY):
        actions.issue(report=report, by=lead)
    older = issued_before_signatures(Report.objects.get())
    lock = lambda: Report.objects.select_for_update().get()  # noqa: E731
    sign = lambda: actions.sign_report(report=older, by=lead)  # noqa: E731
    assert queued(lock, sign, sign) == []
    assert Checksums.objects.filter(report=older).count() == 1
    assert AuditEntry.objects.filter(verb="signed").count() == 1


ROWS_OF_A_REPORT = (
    "INSERT INTO reports_section (report_id, name, narrative, revision)"
    " SELECT id, 'late', '', 1 FROM reports_report",
    "INSERT INTO reports_comment (id, report_id, section, text, by_id, at)"
    " SELECT gen_random_uuid(), id, 'budget', 'late', submitted_by_id, as_of FROM reports_report",
    "INSERT INTO reports_figuretext (report_id, audience, name, title, sentence, method)"
    " SELECT id, 'public', 'late', '', '', '' FROM reports_report",
)


@pytest.mark.parametrize("addition", ROWS_OF_A_REPORT)
def test_nothing_is_added_to_a_report_while_it_is_issued(
    lead: User, consultant: User, second_consultant: User, addition: str
) -> None:
    report = approved(by=lead, approvers=(consultant, second_consultant))
    with clock.at(JANUARY):
        raised = queued(
            lambda: actions.issue(report=report, by=lead), lambda: _execute(addition), commits=True
        )
    assert Report.objects.issued().exists()
    assert "cannot change" in str(raised[0])


@pytest.mark.parametrize("addition", ROWS_OF_A_REPORT)
def test_nothing_is_added_by_a_transaction_that_began_before_the_issue(
    lead: User, consultant: User, second_consultant: User, addition: str
) -> None:
    report = approved(by=lead, approvers=(consultant, second_consultant))
    with pytest.raises(DatabaseError, match="could not serialize"), transaction.atomic():
        _execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        assert not Report.objects.issued().exists()
        with clock.at(JANUARY):
            assert at_once(lambda: actions.issue(report=report, by=lead)) == []
        _execute(addition)
    assert Report.objects.issued().exists()


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
