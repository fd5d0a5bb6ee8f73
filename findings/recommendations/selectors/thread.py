"""Thread of a recommendation: evidence, findings, recommendation, and its history."""

from dataclasses import dataclass

from clayton_review.accounts.models import User
from findings.conclusions.models.findings import Finding
from findings.conclusions.selectors.evidence_thread import Knot, evidence_knots
from findings.recommendations.models.recommendations import (
    Recommendation,
)
from findings.recommendations.selectors.history import HistoryEvent, history_events


@dataclass(frozen=True)
class FindingWithEvidence:
    """One finding with its evidence as knots."""

    finding: Finding
    evidence_knots: tuple[Knot, ...]


@dataclass(frozen=True)
class RecommendationThread:
    """Findings with their evidence, and the history of one recommendation."""

    findings: tuple[FindingWithEvidence, ...]
    events: tuple[HistoryEvent, ...]


def recommendation_thread(recommendation: Recommendation, user: User) -> RecommendationThread:
    """Return the whole thread of a recommendation that this person may see."""
    findings = Finding.objects.visible_to(user).filter(recommendations=recommendation)
    findings_with_evidence = [
        FindingWithEvidence(finding, tuple(evidence_knots(finding, user))) for finding in findings
    ]
    return RecommendationThread(tuple(findings_with_evidence), history_events(recommendation))
