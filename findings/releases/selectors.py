"""The text of a recommendation that is public now."""

from typing import Any

from findings.recommendations.models.recommendations import Recommendation
from findings.releases.models import PublishedItem


def last_published(recommendation: Recommendation) -> dict[str, Any] | None:
    """What is out about a recommendation; None before its issue and after its retraction."""
    items = PublishedItem.objects.filter(recommendation=recommendation)
    latest = items.order_by("-release__at", "-id").first()
    return latest.content if latest and not latest.is_retraction else None
