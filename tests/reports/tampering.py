"""Changes of issued reports as the database's superuser could make them."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from pytest_django import Settings

from clayton_review.audit.chain import entry_hash
from clayton_review.audit.models import AuditEntry, AuditHead
from clayton_review.reports import edition, signing
from clayton_review.reports.checksums import checksums_text
from clayton_review.reports.file_formats import FileFormat
from clayton_review.reports.models import Report
from clayton_review.reports.recorded_issue import stored_hashes
from clayton_review.reports.renderers import RENDERERS
from tests.database_roles import as_superuser


@contextmanager
def without_triggers() -> Iterator[Any]:
    """Yield a cursor of the database's superuser, with all triggers off."""
    with transaction.atomic(), as_superuser() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        cursor.execute("SET LOCAL session_replication_role = origin")


def tamper(sql: str, *values: Any) -> None:
    """Change what the triggers guard, as the database's superuser can."""
    with without_triggers() as cursor:
        cursor.execute(sql, values)


def rewrite(report: Report, **changes: Any) -> Report:
    """Rewrite a report as if it had been issued so: content, files and all hashes."""
    text = json.dumps(json.loads(report.edition) | changes)
    digest = hashlib.sha256(text.encode()).hexdigest()
    tamper(
        "UPDATE reports_report SET edition = %s, edition_sha256 = %s WHERE id = %s",
        text, digest, report.pk,
    )  # fmt: skip
    for file in report.files.all():
        content = RENDERERS[FileFormat(file.format)](edition.read(text))
        tamper(
            "UPDATE reports_issuedfile SET content = %s, size = %s, sha256 = %s WHERE id = %s",
            content, len(content), hashlib.sha256(content).hexdigest(), file.pk,
        )  # fmt: skip
    return Report.objects.get(pk=report.pk)


def chain_anew() -> None:
    """Fit the hashes of all rows of the audit record and its head, as an owner could."""
    with as_superuser() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER USER")
        previous = "0" * 64
        for entry in AuditEntry.objects.order_by("id"):
            entry.previous_hash, entry.hash = previous, ""
            entry.hash = previous = entry_hash(entry)
            hashes = {"previous_hash": entry.previous_hash, "hash": entry.hash}
            AuditEntry.objects.filter(pk=entry.pk).update(**hashes)
            AuditHead.objects.update(last_id=entry.id, last_hash=entry.hash)
        cursor.execute("ALTER TABLE audit_auditentry ENABLE TRIGGER USER")


def sign_anew(report: Report, key: str, settings: Settings) -> None:
    """Sign the hashes that a report has now with this key, as base64."""
    settings.REPORT_SIGNING_KEY, own = key, settings.REPORT_SIGNING_KEY
    text = checksums_text(report.file_stem, stored_hashes(report))
    tamper(
        "UPDATE reports_checksums SET text = %s, signature = %s, signing_key = %s"
        " WHERE report_id = %s",
        text, signing.sign(text), signing.public_key(), report.pk,
    )  # fmt: skip
    settings.REPORT_SIGNING_KEY = own


def remove_signature(report: Report) -> None:
    tamper("DELETE FROM reports_checksums WHERE report_id = %s", report.pk)


def issued_before_signatures(report: Report) -> Report:
    """Turn a report into one as the first version issued it: it prints no key and has none.

    The audit record of that time did not hold the hashes of the files; it is chained anew.
    """
    older = rewrite(report, signing_key="")
    remove_signature(older)
    tamper(
        "UPDATE audit_auditentry SET payload = %s WHERE verb = 'issued' AND object_id = %s",
        json.dumps({"edition": older.edition_sha256}), str(older.pk),
    )  # fmt: skip
    chain_anew()
    return Report.objects.get(pk=report.pk)
