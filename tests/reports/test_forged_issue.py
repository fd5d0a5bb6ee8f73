"""A report that somebody with the application's role in the database wrote as if it were issued."""

import hashlib
import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.audit.models import AuditEntry
from clayton_review.refusals import Refused
from clayton_review.reports import actions, edition
from clayton_review.reports.approved_content import content_sha256
from clayton_review.reports.file_formats import FileFormat
from clayton_review.reports.fingerprint import renderer_name
from clayton_review.reports.models import Approval, Checksums, IssuedFile, Report, ReportState
from clayton_review.reports.renderers import RENDERERS
from clayton_review.reports.verification import differences
from tests.module_rows import Making
from tests.reports.factories import two_issued_reports
from tests.reports.tampering import issued_before_signatures, tamper, without_triggers

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _two_issued_reports(making_rows: Making) -> None:
    """Issue November and December once for all tests here."""
    with making_rows():
        two_issued_reports()


@pytest.fixture
def forged(lead: User) -> Report:
    """A correction of December with a row in the audit record and whole files, never approved."""
    december = Report.objects.get(month=date(2018, 12, 1))
    changes = {"headline": "Forged", "number": "2018-12.r2", "signing_key": ""}
    follows = {"follows_number": "2018-12", "follows_sha256": december.edition_sha256}
    text = json.dumps(json.loads(december.edition) | changes | follows)
    report = Report.objects.create(
        month=december.month,
        revision=2,
        revision_reason="Forged",
        headline="Forged",
        lede=december.lede,
        as_of=december.as_of,
        snapshot=december.snapshot,
        snapshot_sha256=december.snapshot_sha256,
    )
    _add_files(report, text)
    for state in (ReportState.REVIEW, ReportState.APPROVED):
        Report.objects.filter(pk=report.pk).update(state=state)
    Report.objects.filter(pk=report.pk).update(
        state=ReportState.ISSUED,
        issued_by=lead,
        issued_at=clock.now(),
        edition=text,
        edition_sha256=hashlib.sha256(text.encode()).hexdigest(),
        previous_sha256=december.edition_sha256,
    )
    report.refresh_from_db()
    record(by=lead, verb="issued", obj=report, edition=report.edition_sha256)
    return report


def test_a_row_put_in_before_all_others_does_not_make_it_an_old_report(
    forged: Report, lead: User
) -> None:
    """As if two people had approved it, and it had been issued before there were signatures."""
    content, table = content_sha256(forged), forged._meta.label
    for by in User.objects.filter(name__in=("Carla Consultant", "Simon Second")):
        with without_triggers():
            Approval.objects.create(report=forged, content_sha256=content, by=by)
        record(by=by, verb="approved", obj=forged, content=content)
    row = AuditEntry.objects.get(object_type=table, object_id=str(forged.pk), verb="issued")
    tamper("UPDATE audit_auditentry SET id = 0 WHERE id = %s", row.id)
    answer = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_report", "--all", stdout=answer)
    assert "DIFFERS: the audit record was changed: " in answer.getvalue()
    with pytest.raises(CommandError, match="was not signed: the audit record was changed: "):
        call_command("sign_report", "2018-12.r2", "--by", lead.email, stdout=StringIO())


def _add_files(report: Report, text: str) -> None:
    for kind in FileFormat:
        content = RENDERERS[kind](edition.read(text))
        IssuedFile.objects.create(
            report=report,
            format=kind,
            content=content,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            renderer=renderer_name(),
        )


@pytest.mark.usefixtures("forged")
def test_it_is_named_and_never_signed(lead: User, client: Client) -> None:
    answer = StringIO()
    with pytest.raises(CommandError, match="At least one issued file is not what was issued"):
        call_command("verify_report", "--all", stdout=answer)
    for sentence in ("it was not approved by two people", "it has no signature, though reports"):
        assert f"2018-12.r2: DIFFERS: {sentence}" in answer.getvalue()
    assert "2018-12: DIFFERS" not in answer.getvalue()
    with pytest.raises(CommandError, match="was not signed: it was not approved"):
        call_command("sign_report", "2018-12.r2", "--by", lead.email, stdout=StringIO())
    assert "We have not signed 2018-12.r2." in client.get("/reports/check/").content.decode()


def test_an_issued_report_that_is_taken_from_the_list_is_missed() -> None:
    december = Report.objects.get(month=date(2018, 12, 1))
    tamper("UPDATE reports_report SET state = 'draft' WHERE id = %s", december.pk)
    row = AuditEntry.objects.get(verb="issued", object_id=str(december.pk))
    answer = StringIO()
    with pytest.raises(CommandError, match="not what was issued"):
        call_command("verify_report", "--all", stdout=answer)
    sentence = (
        f"DIFFERS: row {row.id} of the audit record is about a report that is no longer issued"
    )
    assert sentence in answer.getvalue()


def test_a_report_without_its_files_is_neither_verified_nor_signed(lead: User) -> None:
    older = issued_before_signatures(Report.objects.get(month=date(2018, 11, 1)))
    tamper("DELETE FROM reports_issuedfile WHERE report_id = %s", older.pk)
    assert "its files are gone" in differences(older)
    with pytest.raises(Refused, match="its files are gone"):
        actions.sign_report(report=older, by=lead)
    assert not Checksums.objects.filter(report=older).exists()
