"""Parts that a finding needs before it can be reviewed."""

from findings.conclusions.models.evidence import Stance
from findings.conclusions.models.findings import Finding
from findings.conclusions.policies import missing_elements


def completeness_sentence(finding: Finding) -> str:
    """The completeness line: what the review waits for, and what a careful reader would ask."""
    missing = missing_for_review(finding)
    if missing:
        return f"Still missing before the review: {join_words(missing)}."
    if not finding.links.current().filter(stance=Stance.CONTRADICTING).exists():
        return "Complete. No evidence against it is linked; say in the review where you looked."
    return "Complete: all four elements, evidence for it and against it."


def missing_for_review(finding: Finding) -> list[str]:
    """What the review waits for: elements that nobody wrote, and support."""
    missing = missing_elements(finding)
    if not finding.links.current().filter(stance=Stance.SUPPORTING).exists():
        missing.append("supporting evidence")
    return missing


def join_words(words: list[str]) -> str:
    """`a, b and c`."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
