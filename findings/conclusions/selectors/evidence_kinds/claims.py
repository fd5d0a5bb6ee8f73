"""Claims of incidents as evidence."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from clayton_review.accounts.models import User
from clayton_review.web.formatting import within_sentence
from findings.conclusions.models.evidence import EvidenceLink
from findings.conclusions.selectors.evidence_kinds.base import EvidenceTexts, RecordKind
from incidents.models import Claim


class ClaimEvidence(RecordKind):
    """Claims of incidents; their words are never released."""

    name = key = "claim"
    label = "Incident claim"
    source_label = gettext_noop("Incident records")
    unprinted_label = "A claim in the incident records"
    lookups = ("point__icontains", "text__icontains", "incident__reference__icontains")

    def rows(self, user: User) -> QuerySet[Any]:
        return Claim.objects.visible_to(user).current().select_related("incident")

    def row_label(self, row: Claim) -> str:
        return f"{row.incident.reference}, {row.point}: {row.text[:120]} ({row.asserted_by})"

    def texts(self, link: EvidenceLink, large: frozenset[str]) -> EvidenceTexts:
        claim = link.claim
        assert claim is not None  # noqa: S101  # the kind says so
        standing = (
            f"{claim.get_standing_display()} · according to {within_sentence(claim.asserted_by)}"
        )
        return EvidenceTexts(
            heading=f"{claim.incident.reference}: {claim.point}",
            lines=(claim.text, standing),
            url=claim.incident.get_absolute_url(),
            url_words="See all claims",
        )
