"""A report that the database's superuser changed is neither signed by the portal nor verified."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.jobs.models import Job, JobState
from clayton_review.jobs.registry import work_of
from clayton_review.refusals import Refused
from clayton_review.reports import actions, signing
from clayton_review.reports.actions.publish import MAKE_ARCHIVE
from clayton_review.reports.models import Archive, Checksums, Report
from clayton_review.reports.recorded_issue import stored_hashes
from clayton_review.reports.tasks import request_due
from clayton_review.reports.verification import differences
from tests.module_rows import Making
from tests.reports import forgeries
from tests.reports.factories import two_issued_reports
from tests.reports.tampering import (
    issued_before_signatures,
    remove_signature,
    rewrite,
    tamper,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _two_issued_reports(making_rows: Making) -> None:
    """Issue November and December once for all tests here."""
    with making_rows():
        two_issued_reports()


@pytest.fixture
def december() -> Report:
    return Report.objects.get(month=date(2018, 12, 1))


@pytest.fixture
def november() -> Report:
    """The first report, before which none was signed."""
    return Report.objects.get(month=date(2018, 11, 1))


def verification() -> str:
    """Return the answer of `verify_report --all`, with the sentence that it fails with."""
    answer = StringIO()
    try:
        call_command("verify_report", "--all", stdout=answer)
    except CommandError as error:
        return f"{answer.getvalue()}{error}"
    return answer.getvalue()


def run_the_clock() -> None:
    """Let the beat ask for what is due, and the worker do it."""
    Job.objects.update(state=JobState.DONE)
    request_due()
    if Job.objects.filter(name=MAKE_ARCHIVE, state=JobState.WAITING).exists():
        work_of(MAKE_ARCHIVE)("all")


def download(client: Client) -> str:
    """Return the SHA-256 of the archive that is served."""
    response: Any = client.get("/reports/archive.zip")
    assert response.status_code == 200
    return hashlib.sha256(response.getvalue()).hexdigest()


def test_untouched_reports_are_sound() -> None:
    actions.make_archive()
    assert "DIFFERS" not in verification()
    assert "archive: intact" in verification()


def test_nothing_that_was_changed_is_signed_by_the_clock(december: Report, lead: User) -> None:
    actions.make_archive()
    forged = rewrite(december, headline="Forged")
    remove_signature(forged)
    run_the_clock()
    assert not Checksums.objects.filter(report=forged).exists()
    with pytest.raises(Refused, match="not the one in row"):
        actions.sign_report(report=Report.objects.get(pk=forged.pk), by=lead)
    assert "2018-12: DIFFERS: its signature is gone" in verification()


def test_the_clock_signs_no_report_of_an_earlier_version(december: Report) -> None:
    issued_before_signatures(december)
    run_the_clock()
    assert Checksums.objects.count() == 1


@pytest.mark.parametrize(
    ("forge", "sentence"),
    [
        (forgeries.content, "its content is not the one in row"),
        (forgeries.files, "the hashes of its files are not those in row"),
        (forgeries.key, "it is signed with a key that is not this installation’s"),
        (forgeries.signature, "its signature does not fit"),
        (forgeries.list_of_hashes, "the signed hashes are not those of its files"),
        (forgeries.stored_hash, "its content does not have the stored hash"),
        (forgeries.record, "the audit record does not say that it was issued"),
        (forgeries.link, "report 2018-11 follows the same report as it does"),
        (
            forgeries.approvals,
            "it was not approved by two people who did not send it for review",
        ),
        (forgeries.record_of_approvals, "its approvals are not those in the audit record"),
        (forgeries.content, "its words or figures are not those that were approved"),
        (forgeries.approver, "its approvals are not those in the audit record"),
        (forgeries.figures, "its words or figures are not those that were approved"),
        (forgeries.words_of_search, "search has other words for its figures than it has"),
        (forgeries.snapshot_and_hash, "its figures cannot be read"),
        (
            forgeries.moment,
            "its number, month, reason or moment of issue is not the one in its content",
        ),
        (forgeries.snapshot, "its figures do not have the stored hash"),
    ],
)
def test_verification_says_what_differs(
    december: Report,
    settings: Settings,
    forge: Callable[[Report, Settings], None],
    sentence: str,
) -> None:
    forge(december, settings)
    answer = verification()
    assert f"2018-12: DIFFERS: {sentence}" in answer
    assert "At least one issued file is not what was issued." in answer


def without_figures(text: str) -> str:
    return json.dumps(json.loads(text) | {"figures": {}})


def with_figures_of_another_shape(text: str) -> str:
    stored = json.loads(text)
    return json.dumps(stored | {"figures": dict.fromkeys(stored["order"], 5)})


@pytest.mark.parametrize(
    "damaged",
    [lambda _: "{", lambda _: "[]", without_figures, with_figures_of_another_shape],
    ids=["no JSON", "a list", "no figures", "figures of another shape"],
)
def test_content_that_cannot_be_read_is_told(
    december: Report, damaged: Callable[[str], str]
) -> None:
    december.edition = damaged(december.edition)
    assert differences(december) == [
        "its content cannot be read",
        "its content does not have the stored hash",
    ]


def test_content_that_cannot_be_read_leaves_the_other_reports_verified(december: Report) -> None:
    tamper("UPDATE reports_report SET edition = '{' WHERE id = %s", december.pk)
    answer = verification()
    assert "2018-12: DIFFERS: its content cannot be read" in answer
    assert "2018-11.pdf: intact, rebuilt to the same bytes" in answer
    assert "At least one issued file is not what was issued." in answer


def test_the_audit_record_is_verified_though_a_report_cannot_be_read(december: Report) -> None:
    tamper("UPDATE reports_report SET edition = '{' WHERE id = %s", december.pk)
    with pytest.raises(CommandError, match="chain sound, but it was compared with no published"):
        call_command("verify_audit")
    tamper("UPDATE audit_auditentry SET verb = 'forged' WHERE id = 1")
    with pytest.raises(CommandError, match="row 1 was changed"):
        call_command("verify_audit")


def test_content_that_cannot_be_drawn_is_rebuilt_differently(december: Report) -> None:
    text = json.dumps(json.loads(december.edition) | {"headline": {"words": 5}, "sections": {}})
    tamper("UPDATE reports_report SET edition = %s WHERE id = %s", text, december.pk)
    answer = verification()
    assert "2018-12.html: intact, but REBUILT DIFFERENTLY" in answer
    assert "2018-11.html: intact, rebuilt to the same bytes" in answer


@pytest.mark.parametrize("payload", ["{", "[]"])
def test_a_damaged_row_of_the_audit_record_is_named(december: Report, payload: str) -> None:
    row = AuditEntry.objects.get(verb="issued", object_id=str(december.pk))
    tamper("UPDATE audit_auditentry SET payload = %s WHERE id = %s", payload, row.pk)
    assert differences(december) == [f"row {row.id} of the audit record cannot be read"]


def test_content_that_cannot_be_read_is_not_signed(december: Report, lead: User) -> None:
    remove_signature(december)
    tamper("UPDATE reports_report SET edition = '{' WHERE id = %s", december.pk)
    with pytest.raises(CommandError, match="content of report 2018-12 cannot be read"):
        call_command("sign_report", "2018-12", "--by", lead.email)
    with pytest.raises(Refused, match="its content cannot be read"):
        actions.sign_report(report=Report.objects.get(pk=december.pk), by=lead)


def test_a_report_names_the_hash_of_the_one_before_it(settings: Settings) -> None:
    november = Report.objects.get(month=date(2018, 11, 1))
    forgeries.content(november, settings)
    assert "2018-12: DIFFERS: it names another hash of report 2018-11 than that report" in (
        verification()
    )


def test_an_earlier_key_of_the_study_is_known(
    december: Report, settings: Settings, client: Client
) -> None:
    line = signing.public_key().splitlines()[1]
    settings.REPORT_SIGNING_KEY = forgeries.new_key()
    assert "it is signed with a key that is not this installation’s" in differences(december)
    settings.EARLIER_REPORT_KEYS = [line]
    assert differences(december) == []
    assert "Public key of 2018-11, 2018-12:" in client.get("/reports/check/").content.decode()


def test_a_foreign_key_is_not_listed_as_ours(
    december: Report, settings: Settings, client: Client
) -> None:
    forgeries.key(december, settings)
    page = client.get("/reports/check/").content.decode()
    assert Checksums.objects.get(report=december).signing_key not in page
    assert "Public key of 2018-11:" in page
    assert "Do not trust the signature of 2018-12: its key is not one of ours." in page


def test_a_person_signs_a_report_of_an_earlier_version(november: Report, lead: User) -> None:
    older, answer = issued_before_signatures(november), StringIO()
    Job.objects.filter(name=MAKE_ARCHIVE).update(state=JobState.DONE)
    call_command("sign_report", "2018-11", stdout=answer)
    assert "Nothing was signed." in answer.getvalue()
    assert not Checksums.objects.filter(report=older).exists()
    call_command("sign_report", "2018-11", "--by", lead.email, stdout=answer)
    assert Job.objects.get(name=MAKE_ARCHIVE).state == JobState.WAITING  # it lists signatures
    signed = Checksums.objects.get(report=older)
    assert signed.text in answer.getvalue()
    row = AuditEntry.objects.get(verb="signed")
    assert (row.who, json.loads(row.payload)["files"]) == (lead.email, stored_hashes(older))
    with pytest.raises(CommandError, match="signed already"):
        call_command("sign_report", "2018-11", "--by", lead.email)


def test_what_was_changed_is_not_signed_by_a_person_either(november: Report, lead: User) -> None:
    older = issued_before_signatures(november)
    tamper("UPDATE reports_issuedfile SET content = 'x', sha256 = %s WHERE format = 'json' "
           "AND report_id = %s", hashlib.sha256(b"x").hexdigest(), older.pk)  # fmt: skip
    with pytest.raises(CommandError, match="its files are not what was issued"):
        call_command("sign_report", "2018-11", "--by", lead.email, stdout=StringIO())


def made_with_other_versions(report: Report) -> Report:
    """Name other versions for its files, so that they are not rebuilt."""
    tamper("UPDATE reports_issuedfile SET renderer = 'other' WHERE report_id = %s", report.pk)
    return report


def test_files_that_nothing_proves_are_not_signed(november: Report, lead: User) -> None:
    older = made_with_other_versions(issued_before_signatures(november))
    tamper("UPDATE reports_issuedfile SET content = 'x', sha256 = %s WHERE format = 'json' "
           "AND report_id = %s", hashlib.sha256(b"x").hexdigest(), older.pk)  # fmt: skip
    with pytest.raises(Refused, match="Issue a correction of the report instead"):
        actions.sign_report(report=older, by=lead)
    assert not Checksums.objects.filter(report=older).exists()


def test_a_report_later_than_the_first_signed_one_is_not_signed_afterwards(
    december: Report, lead: User
) -> None:
    unsigned = issued_before_signatures(december)
    with pytest.raises(Refused, match="no signature, though reports were signed when it was"):
        actions.sign_report(report=unsigned, by=lead)
    assert "2018-12: DIFFERS: it has no signature, though reports" in verification()


def test_the_page_names_reports_without_a_signature(november: Report, client: Client) -> None:
    words = "We have not signed 2018-11. No key can show that the files are ours."
    assert "We have not signed" not in client.get("/reports/check/").content.decode()
    issued_before_signatures(november)
    assert words in client.get("/reports/check/").content.decode()


def test_only_a_lead_or_deputy_signs(november: Report, board_member: User) -> None:
    older = issued_before_signatures(november)
    with pytest.raises(Refused, match="can sign"):
        actions.sign_report(report=older, by=board_member)
    with pytest.raises(CommandError, match="No one has an open account"):
        call_command("sign_report", "2018-11", "--by", "nobody@example.org", stdout=StringIO())


def test_a_swapped_archive_is_not_served_and_made_anew(client: Client) -> None:
    archive = actions.make_archive()
    assert archive
    assert download(client) == archive.sha256
    file = Path(default_storage.path(archive.path))
    file.write_bytes(b"x" * archive.size)
    assert client.get("/reports/archive.zip").status_code == 404
    assert "archive: CHANGED" in verification()
    run_the_clock()
    assert download(client) == Archive.objects.get().sha256


def test_an_archive_swapped_with_its_stored_hash_is_not_served_either(client: Client) -> None:
    archive = actions.make_archive()
    assert archive
    Path(default_storage.path(archive.path)).write_bytes(b"PKforged")
    digest = hashlib.sha256(b"PKforged").hexdigest()
    Archive.objects.update(sha256=digest, size=8)
    assert client.get("/reports/archive.zip").status_code == 404
    assert digest not in client.get("/reports/check/").content.decode()
    assert "archive: CHANGED" in verification()
    run_the_clock()
    assert download(client) == archive.sha256


def test_a_lost_archive_is_made_anew(client: Client) -> None:
    archive = actions.make_archive()
    assert archive
    default_storage.delete(archive.path)
    run_the_clock()
    assert download(client) == archive.sha256
