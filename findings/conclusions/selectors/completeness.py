"""Completeness of a finding before its review."""

from clayton_review.web.formatting import join_words
from findings.conclusions.models.evidence import Stance
from findings.conclusions.models.findings import Finding
from findings.conclusions.policies import missing_for_review


def completeness_sentence(finding: Finding) -> str:
    """Return the sentence that says what is missing before the review."""
    missing = missing_for_review(finding)
    if missing:
        return f"Before you can send it for review, add: {join_words(missing)}."
    if not finding.links.current().filter(stance=Stance.CONTRADICTING).exists():
        return (
            "Complete. No evidence against it is linked. In the review, say where you "
            "looked for it."
        )
    return "Complete: all four elements, with evidence for and against."
