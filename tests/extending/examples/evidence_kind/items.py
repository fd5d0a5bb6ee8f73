"""Evidence items of incidents as evidence of findings."""

from typing import Any

from django.db.models import QuerySet

from clayton_review.accounts.models import User
from findings.conclusions.models.evidence import EvidenceLink
from findings.conclusions.selectors.evidence_kinds.base import EvidenceTexts, RecordKind
from incidents.models import EvidenceItem


class ItemEvidence(RecordKind):
    """Recordings, papers and objects; their words are never released."""

    name = key = "item"
    label = "Recording or object"
    source_label = "Recordings and objects"
    unprinted_label = "A recording or object on the record of the incident"
    lookups = ("description__icontains", "holder__icontains")

    def rows(self, user: User) -> QuerySet[Any]:
        return EvidenceItem.objects.visible_to(user).current().select_related("incident")

    def texts(self, link: EvidenceLink, large: frozenset[str]) -> EvidenceTexts:
        item = getattr(link, self.name)
        return EvidenceTexts(
            heading=f"{item.incident.reference}: {item.description}",
            lines=(item.state_words,),
            url=item.get_absolute_url(),
            url_words="See the incident",
        )
