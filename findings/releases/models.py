"""Models of releases and of the published texts in them; rows are only added."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from clayton_review import clock


class Release(models.Model):
    """One act of publishing, by a lead."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.reference


class PublishedItemQuerySet(models.QuerySet["PublishedItem"]):
    """Queries for published texts."""

    def published_at(self, as_of: datetime) -> Self:
        """Return the latest text of each record at this moment, without retracted ones."""
        latest = self.filter(release__at__lte=as_of).order_by(
            "finding_id", "recommendation_id", "-release__at", "-id"
        )
        newest = latest.distinct("finding_id", "recommendation_id").values("pk")
        return self.filter(pk__in=newest, is_retraction=False).order_by("reference")


class PublishedItem(models.Model):
    """Published text of one finding or recommendation, unchanged since its release."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="items")
    finding = models.ForeignKey(
        "findings.Finding",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="published",
    )
    recommendation = models.ForeignKey(
        "findings.Recommendation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="published",
    )
    reference = models.CharField(max_length=12)
    is_retraction = models.BooleanField(default=False)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)

    objects = PublishedItemQuerySet.as_manager()

    class Meta:
        ordering = ["reference"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finding__isnull=True, recommendation__isnull=False)
                | Q(finding__isnull=False, recommendation__isnull=True),
                name="published_item_is_exactly_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} in {self.release.reference}"
