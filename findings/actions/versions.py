"""Keeping the version that a change leaves, with who made it and why."""

from clayton_review.accounts.models import User
from findings.models import EvidenceLink, Finding, Recommendation, Version


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


def keep_recommendation(recommendation: Recommendation, *, by: User, why: str = "") -> Version:
    """The words of a recommendation at its present revision."""
    return Version.objects.create(
        recommendation=recommendation,
        revision=recommendation.revision,
        words=recommendation.told(),
        why=why[:300],
        by=by,
    )
