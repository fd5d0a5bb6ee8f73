"""Model of earlier texts of findings and recommendations; rows are only added."""

import uuid

from django.conf import settings
from django.db import models

from clayton_review import clock
from findings.conclusions.models.findings import Finding
from findings.conclusions.models.versioned import ABOUT_EXACTLY_ONE


class Version(models.Model):
    """Text of a finding or recommendation at one revision, with its evidence.

    Evidence is kept as stance, note and quoting under the key of the link, never as the words of
    its source: whoever may not open the source does not read it here either.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    finding = models.ForeignKey(
        Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="versions"
    )
    recommendation = models.ForeignKey(
        "findings.Recommendation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="versions",
    )
    revision = models.PositiveIntegerField()
    words = models.JSONField()
    evidence = models.JSONField(default=list)
    why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["revision"]
        constraints = [
            models.CheckConstraint(condition=ABOUT_EXACTLY_ONE, name="version_is_of_exactly_one"),
            models.UniqueConstraint(fields=["finding", "revision"], name="finding_version_is_one"),
            models.UniqueConstraint(
                fields=["recommendation", "revision"], name="recommendation_version_is_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{(self.finding or self.recommendation)!s:.12}, version {self.revision}"
