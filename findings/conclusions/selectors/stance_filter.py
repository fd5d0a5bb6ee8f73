"""Filter of quotes by the findings that cite them."""

from typing import Any

from django.db.models import Exists, OuterRef

from clayton_review.web.listing import Filter
from findings.coding.selectors.quote_filters import EXTRA_FILTERS, Excerpts
from findings.conclusions.models.evidence import EvidenceLink, Stance

STANCES = [*Stance.choices, ("none", "Not in any finding")]


def with_stance(rows: Any, stance: str) -> Excerpts:
    """Keep quotes linked to a finding with this stance, or linked to none."""
    links = EvidenceLink.objects.current().filter(
        excerpt=OuterRef("pk"), finding__withdrawn_on__isnull=True
    )
    if stance == "none":
        return rows.filter(~Exists(links))  # type: ignore[no-any-return]
    return rows.filter(Exists(links.filter(stance=stance)))  # type: ignore[no-any-return]


EXTRA_FILTERS["stance"] = Filter("In findings", STANCES, with_stance)
