"""Void signatures when a signed finding changes."""

from clayton_review import clock
from findings.conclusions.models.findings import Finding, FindingState

SIGNED_STATES = (FindingState.APPROVED, FindingState.RELEASED)


def void_signatures(finding: Finding, reason: str) -> None:
    """Void the signatures of a locked finding.

    An approved or released finding goes back to review; the caller saves it.
    """
    finding.sign_offs.filter(voided_at__isnull=True).update(
        voided_at=clock.now(), voided_reason=reason[:200]
    )
    if finding.state in SIGNED_STATES:
        finding.state = FindingState.IN_REVIEW
    finding.changed_at = clock.now()
