"""Published texts of findings and recommendations."""

from datetime import datetime
from typing import Any

from django.db import models

from clayton_review.read_cache import cached_read
from findings.releases.models import PublishedItem


@cached_read
def published_items(as_of: datetime) -> list[PublishedItem]:
    """Return the texts that are published at this moment, by reference."""
    return list(PublishedItem.objects.published_at(as_of))


def last_published(**about: models.Model) -> dict[str, Any] | None:
    """Return the public text of `finding=…` or `recommendation=…`; None when none is out."""
    items = PublishedItem.objects.filter(**about)
    latest = items.order_by("-release__at", "-id").first()
    return latest.content if latest and not latest.is_retraction else None
