"""Comparison of an issued report with the rows of the audit record about it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from clayton_review.audit.models import AuditEntry
from clayton_review.audit.selectors import verify_chain
from clayton_review.figures import Audience
from clayton_review.reports import snapshot
from clayton_review.reports.approved_content import content_sha256, words_of
from clayton_review.reports.canonical import sha256_of
from clayton_review.reports.file_formats import FileFormat
from clayton_review.reports.models import Approval, Report
from clayton_review.reports.policies import APPROVALS_NEEDED


def differences_from_record(report: Report) -> Iterator[str]:
    """Yield a sentence for each hash and approval that is not as the audit record has it."""
    if sha256_of(report.edition) != report.edition_sha256:
        yield "its content does not have the stored hash"
    if not stored_hashes(report):
        yield "its files are gone"
    yield from _differences_in_approvals(report)
    rows = _rows(report, "issued", "signed")
    if not rows.filter(verb="issued").exists():
        yield "the audit record does not say that it was issued"
        return
    for row in rows:
        yield from _differences_from_row(report, row)


def differences_of_all() -> Iterator[str]:
    """Yield a sentence if the audit record was changed, and for each report no longer issued."""
    if problem := verify_chain().problem:
        yield f"the audit record was changed: {problem}"
    recorded = AuditEntry.objects.filter(object_type=Report._meta.label, verb="issued")
    issued = {str(key) for key in Report.objects.issued().values_list("pk", flat=True)}
    for row in recorded.exclude(object_id__in=issued).order_by("id"):
        yield f"row {row.id} of the audit record is about a report that is no longer issued"


def is_issued_since_signatures(report: Report) -> bool:
    """True if it was issued with signatures, or after a report that was.

    The row of such an issue holds the hashes of the files, which none did before.
    """
    issues = AuditEntry.objects.filter(object_type=report._meta.label, verb="issued")
    first_signed = issues.filter(payload__contains='"files":').order_by("id").first()
    if first_signed is None:
        return False
    return _rows(report, "issued").filter(id__gte=first_signed.id).exists()


def stored_hashes(report: Report) -> dict[FileFormat, str]:
    """Return the stored hash of each file."""
    rows = report.files.values_list("format", "sha256")
    return {FileFormat(name): digest for name, digest in rows}


def payload_of(row: AuditEntry) -> dict[str, Any] | None:
    """Return the facts of a row of the audit record; None if it was changed beyond reading."""
    try:
        payload = json.loads(row.payload)
    except ValueError:
        return None
    return payload if isinstance(payload, dict) else None


def differences_from_approved(report: Report, content: Mapping[str, Any]) -> Iterator[str]:
    """Yield a sentence if the content holds other words or figures than people approved."""
    approved = {**words_of(report), "snapshot_sha256": report.snapshot_sha256}
    if sha256_of(report.snapshot) != report.snapshot_sha256:
        yield "its figures do not have the stored hash"
    try:
        approved["figures"] = snapshot.read(report.snapshot).stored_figures(Audience.PUBLIC)
    except (LookupError, TypeError, ValueError, AttributeError):
        yield "its figures cannot be read"
    if any(content.get(name) != value for name, value in approved.items()):
        yield "its words or figures are not those that were approved"


def differences_in_facts(report: Report, content: Mapping[str, Any]) -> Iterator[str]:
    """Yield a sentence if the report has another number, reason or moment than its content says."""
    facts = {
        "number": report.number,
        "month": report.month.isoformat(),
        "revision_reason": report.revision_reason,
        "issued_at": report.issued_at.isoformat() if report.issued_at else "",
    }
    if any(content.get(name) != value for name, value in facts.items()):
        yield "its number, month, reason or moment of issue is not the one in its content"


def _differences_in_approvals(report: Report) -> Iterator[str]:
    content = content_sha256(report)
    approvals = report.approvals.filter(content_sha256=content)
    n_others = approvals.exclude(by=report.submitted_by).count()
    if n_others < APPROVALS_NEEDED:
        yield "it was not approved by two people who did not send it for review"
    recorded = _rows(report, "approved").filter(payload__contains=f'"{content}"')
    if not _are_by_the_same_people(approvals, recorded):
        yield "its approvals are not those in the audit record"


def _are_by_the_same_people(approvals: QuerySet[Approval], recorded: QuerySet[AuditEntry]) -> bool:
    """True if the record names the same people, or as many where rows of 0.2.0 name none."""
    approvers = {str(key) for key in approvals.values_list("by", flat=True)}
    people = {row.who: (payload_of(row) or {}).get("person") for row in recorded}
    return len(people) == len(approvers) and set(people.values()) - {None} <= approvers


def _differences_from_row(report: Report, row: AuditEntry) -> Iterator[str]:
    payload = payload_of(row)
    if payload is None:
        yield f"row {row.id} of the audit record cannot be read"
        return
    if row.verb == "issued" and payload.get("edition") != report.edition_sha256:
        yield f"its content is not the one in row {row.id} of the audit record"
    if payload.get("files") not in (None, stored_hashes(report)):
        yield f"the hashes of its files are not those in row {row.id} of the audit record"


def _rows(report: Report, *verbs: str) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(
        object_type=report._meta.label, object_id=str(report.pk), verb__in=verbs
    )
