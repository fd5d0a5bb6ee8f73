"""Save versions of findings."""

from clayton_review.accounts.models import User
from findings.conclusions.models.evidence import EvidenceLink
from findings.conclusions.models.findings import Finding
from findings.conclusions.models.versions import Version


def save_finding_version(finding: Finding, *, by: User, why: str = "") -> Version:
    """Save the text and evidence of a finding at its present revision as a version."""
    links = EvidenceLink.objects.filter(finding=finding).current().order_by("recorded_at", "id")
    return Version.objects.create(
        finding=finding,
        revision=finding.revision,
        words=finding.text(),
        evidence=[link.version_data() for link in links],
        why=why[:300],
        by=by,
    )
