"""Alerts when spending reaches 75 %, 90 % and 100 % of the limit; one of each."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from clayton_review import clock

LEVELS = (75, 90, 100)  # percent of the not-to-exceed amount


class AlertQuerySet(models.QuerySet["Alert"]):
    """Alerts that stand, and those that were taken back."""

    def in_force(self) -> Self:
        """Return alerts that were not taken back."""
        return self.filter(taken_back_at__isnull=True)


class Alert(models.Model):
    """Fees crossed a level of the limit; taken back when a record is withdrawn or amended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    level = models.PositiveSmallIntegerField()
    raised_at = models.DateTimeField(default=clock.now, editable=False)
    cause = models.CharField(max_length=200)
    fees = models.DecimalField(max_digits=12, decimal_places=2)
    limit = models.DecimalField(max_digits=12, decimal_places=2)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_because = models.CharField(max_length=200, blank=True)
    told_at = models.DateTimeField(null=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "-level"]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="alert_level_is_known"),
            models.CheckConstraint(
                condition=Q(fees__gte=F("limit") * F("level") / 100), name="alert_has_its_reason"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_because="")
                | (
                    Q(taken_back_at__isnull=False, taken_back_at__gte=F("raised_at"))
                    & ~Q(taken_back_because="")
                ),
                name="alert_taken_back_with_reason",
            ),
            models.UniqueConstraint(
                fields=["level"], condition=Q(taken_back_at=None), name="alert_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level}% of the limit"


class AlertNotice(models.Model):
    """A letter to one person that an alert was raised, or canceled; one of each."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="notices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_canceled = models.BooleanField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alert", "person", "is_canceled"], name="alert_told_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.alert_id} {self.person_id}"
