"""Keeping the version that a change leaves, with who made it and why."""

from clayton_review.accounts.models import User
from findings.conclusions.models.evidence import EvidenceLink
from findings.conclusions.models.findings import Finding
from findings.conclusions.models.versions import Version


def keep_finding(finding: Finding, *, by: User, why: str = "") -> Version:
    """The words and evidence of a finding at its present revision."""
    links = EvidenceLink.objects.filter(finding=finding).current().order_by("recorded_at", "id")
    return Version.objects.create(
        finding=finding,
        revision=finding.revision,
        words=finding.text(),
        evidence=[link.told() for link in links],
        why=why[:300],
        by=by,
    )
