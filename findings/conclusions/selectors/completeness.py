"""Completeness of a finding before its review."""

from clayton_review.web.formatting import join_words
from findings.conclusions.models.evidence import Stance
from findings.conclusions.models.findings import Finding, FindingState
from findings.conclusions.policies import missing_for_review

_NEXT_STEPS = {
    FindingState.DRAFT: "Before you can send it for review",
    FindingState.IN_REVIEW: "Before it can be signed",
    FindingState.APPROVED: "Before it can be released",
    FindingState.RELEASED: "To complete it again",
}


def completeness_sentence(finding: Finding) -> str:
    """Return the sentence that says what is missing before the next step."""
    missing = missing_for_review(finding)
    if missing:
        return f"{_NEXT_STEPS[FindingState(finding.state)]}, add: {join_words(missing)}."
    against = finding.links.current().of_current_sources().filter(stance=Stance.CONTRADICTING)
    if not against.exists():
        return (
            "Complete. No evidence against it is linked. In the review, say where you "
            "looked for it."
        )
    return "Complete: all four elements, with evidence for and against."
