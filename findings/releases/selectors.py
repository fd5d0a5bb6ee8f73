"""Published text of a finding or recommendation."""

from typing import Any

from django.db import models

from findings.releases.models import PublishedItem


def last_published(**about: models.Model) -> dict[str, Any] | None:
    """Return the public text of `finding=…` or `recommendation=…`; None when none is out."""
    items = PublishedItem.objects.filter(**about)
    latest = items.order_by("-release__at", "-id").first()
    return latest.content if latest and not latest.is_retraction else None
