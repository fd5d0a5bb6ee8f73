"""Hash of the exact content that people approve: the words and the snapshot."""

from datetime import UTC
from typing import Any

from clayton_review.accounts.roles import Permission
from clayton_review.reports import canonical
from clayton_review.reports.models import Approval, Report


def words_of(report: Report) -> dict[str, Any]:
    """Return headline, lede and narratives of a report as plain JSON values."""
    sections = report.sections.order_by("name").values_list("name", "narrative")
    return {"headline": report.headline, "lede": report.lede, "sections": dict(sections)}


def content_sha256(report: Report) -> str:
    """Return the hash that an approval signs; it changes with every word, number and submission.

    So an approval is lost when the report is sent back, even if the words stay the same. The
    figures are hashed anew: their stored hash may be that of others.
    """
    submitted_at = report.submitted_at.astimezone(UTC).isoformat() if report.submitted_at else ""
    figures = canonical.sha256_of(report.snapshot)
    signed = {"number": report.number, "snapshot": figures, "sent": submitted_at}
    return canonical.sha256_of(canonical.text_of({**signed, "words": words_of(report)}))


def valid_approvals(report: Report) -> list[Approval]:
    """List approvals of the present content by people who may still approve, not the submitter."""
    approvals = report.approvals.filter(content_sha256=content_sha256(report))
    others = (
        approvals.exclude(by=report.submitted_by).select_related("by").order_by("at", "by__name")
    )
    return [approval for approval in others if approval.by.may(Permission.APPROVE_REPORTS)]
