"""What every change does to a signature: it voids it and sends the finding back to review."""

from clayton_review import clock
from findings.conclusions.models.findings import Finding, FindingState

SETTLED = (FindingState.APPROVED, FindingState.RELEASED)


def back_to_review(finding: Finding, why: str) -> bool:
    """Void the signatures of a locked finding; a settled one goes back to review (not saved)."""
    n_voided = finding.sign_offs.filter(voided_at__isnull=True).update(
        voided_at=clock.now(), voided_reason=why[:200]
    )
    if finding.state in SETTLED:
        finding.state = FindingState.IN_REVIEW
    finding.changed_at = clock.now()
    return bool(n_voided)
