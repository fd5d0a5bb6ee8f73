"""Forgeries of an issued report, each as the database's superuser could make it."""

import hashlib
import json
from base64 import b64encode

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pytest_django import Settings

from clayton_review.accounts.models import User
from clayton_review.reports import signing
from clayton_review.reports.models import Checksums, Report
from tests.reports.tampering import rewrite, sign_anew, tamper


def new_key() -> str:
    return b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()


def content(report: Report, settings: Settings) -> None:
    sign_anew(rewrite(report, headline="Forged"), settings.REPORT_SIGNING_KEY, settings)


def files(report: Report, settings: Settings) -> None:
    tamper("UPDATE reports_issuedfile SET content = 'x', sha256 = %s WHERE format = 'json' "
           "AND report_id = %s", hashlib.sha256(b"x").hexdigest(), report.pk)  # fmt: skip
    sign_anew(report, settings.REPORT_SIGNING_KEY, settings)


def key(report: Report, settings: Settings) -> None:
    sign_anew(report, new_key(), settings)


def signature(report: Report, settings: Settings) -> None:  # one signature
    tamper("UPDATE reports_checksums SET signature = %s", bytes(64))


def list_of_hashes(report: Report, settings: Settings) -> None:
    tamper("UPDATE reports_checksums SET text = replace(text, 'pdf', 'doc')")
    text = Checksums.objects.get(report=report).text
    tamper("UPDATE reports_checksums SET signature = %s", signing.sign(text))
    assert settings.REPORT_SIGNING_KEY


def stored_hash(report: Report, settings: Settings) -> None:  # as above
    tamper("UPDATE reports_report SET edition_sha256 = %s WHERE id = %s", "0" * 64, report.pk)


def record(report: Report, settings: Settings) -> None:  # as above
    tamper("DELETE FROM audit_auditentry WHERE verb = 'issued' AND object_id = %s", str(report.pk))


def link(report: Report, settings: Settings) -> None:  # as above
    tamper("UPDATE reports_report SET previous_sha256 = '' WHERE id = %s", report.pk)


def approvals(report: Report, settings: Settings) -> None:  # as above
    tamper("DELETE FROM reports_approval WHERE report_id = %s", report.pk)


def record_of_approvals(report: Report, settings: Settings) -> None:  # as above
    tamper("DELETE FROM audit_auditentry WHERE verb = 'approved' AND object_id = %s",
           str(report.pk))  # fmt: skip


def approver(report: Report, settings: Settings) -> None:  # as above
    tamper("UPDATE reports_approval SET by_id = %s WHERE by_id = %s",
           User.objects.get(role="board").pk, report.approvals.all()[0].by_id)  # fmt: skip


def figures(report: Report, settings: Settings) -> None:  # as above
    stored = json.loads(report.edition)["figures"]
    stored[next(iter(stored))]["sentence"] = "All is well."
    rewrite(report, figures=stored)


def words_of_search(report: Report, settings: Settings) -> None:  # as above
    tamper("UPDATE reports_figuretext SET sentence = 'All is well.' WHERE report_id = %s"
           " AND audience = 'public'", report.pk)  # fmt: skip


def snapshot_and_hash(report: Report, settings: Settings) -> None:  # as above
    tamper("UPDATE reports_report SET snapshot = '{}', snapshot_sha256 = %s WHERE id = %s",
           hashlib.sha256(b"{}").hexdigest(), report.pk)  # fmt: skip


def moment(report: Report, settings: Settings) -> None:  # as above
    tamper("UPDATE reports_report SET issued_at = issued_at - interval '9 days'")


def snapshot(report: Report, settings: Settings) -> None:  # as above
    tamper("UPDATE reports_report SET snapshot = '{}' WHERE id = %s", report.pk)
