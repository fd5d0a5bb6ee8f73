"""Findings and recommendations that cite a document."""

from clayton_review.accounts.models import User
from clayton_review.documents.citations import Citation, register
from clayton_review.documents.models import Document
from findings.conclusions.models.evidence import EvidenceLink
from findings.conclusions.models.findings import Finding
from findings.recommendations.models.recommendations import Recommendation, StatusChange


@register
def citations(document: Document, user: User) -> list[Citation]:
    """List the findings and status changes that cite a document and this person may read."""
    links = (
        EvidenceLink.objects.visible_to(user)
        .current()
        .filter(document=document, finding__in=Finding.objects.visible_to(user))
    )
    changes = StatusChange.objects.filter(
        document=document, recommendation__in=Recommendation.objects.visible_to(user)
    )
    finding_citations = [
        Citation("finding", str(link.finding), link.note, link.finding.get_absolute_url())
        for link in links.select_related("finding")
    ]
    return finding_citations + [
        Citation(
            "recommendation",
            f"{change.recommendation}: {change.get_status_display()}",
            "",
            change.recommendation.get_absolute_url(),
        )
        for change in changes.select_related("recommendation")
    ]
