"""Changes of issued reports as the database's superuser could make them."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from clayton_review.audit.chain import entry_hash
from clayton_review.audit.models import AuditEntry, AuditHead
from clayton_review.reports import edition
from clayton_review.reports.file_formats import FileFormat
from clayton_review.reports.models import Report
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


def rewrite(report: Report, **changes: str) -> Report:
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
