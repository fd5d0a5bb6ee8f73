"""The incident: what happened, where, when, and how far its review has come."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.db import models
from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass, Permission
from clayton_review.citable.records import Record, RecordQuerySet, classes_open_to
from incidents.models.times import TimePrecision, stated_when_known, time_text


class IncidentStatus(models.TextChoices):
    OPEN = "open", "Open"
    UNDER_REVIEW = "under_review", "Under review"
    CLOSED = "closed", "Closed"


TRANSITIONS: dict[IncidentStatus, frozenset[IncidentStatus]] = {
    IncidentStatus.OPEN: frozenset({IncidentStatus.UNDER_REVIEW}),
    IncidentStatus.UNDER_REVIEW: frozenset({IncidentStatus.OPEN, IncidentStatus.CLOSED}),
    IncidentStatus.CLOSED: frozenset({IncidentStatus.UNDER_REVIEW}),
}


@dataclass(frozen=True)
class IncidentInput:
    """Input of an incident."""

    title: str
    summary: str
    place: str
    agency: str
    happened_from: datetime | None = None
    happened_until: datetime | None = None
    precision: str = TimePrecision.UNKNOWN
    disclosure_class: str = DisclosureClass.TEAM
    is_demonstration: bool = False


class IncidentQuerySet(RecordQuerySet):
    """Incidents by who may see them."""

    def visible_to(self, user: User) -> Self:
        """Return incidents of the classes this person may open."""
        if not user.may(Permission.READ_INCIDENTS):
            return self.none()
        return self.filter(disclosure_class__in=classes_open_to(user))


class Incident(Record):
    """One encounter under study, cited by its reference."""

    reference = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=160)
    summary = models.TextField()
    place = models.CharField(max_length=200)
    agency = models.CharField(max_length=160)
    happened_from = models.DateTimeField(null=True, blank=True)
    happened_until = models.DateTimeField(null=True, blank=True)
    precision = models.CharField(
        max_length=10, choices=TimePrecision.choices, default=TimePrecision.UNKNOWN
    )
    status = models.CharField(
        max_length=20, choices=IncidentStatus.choices, default=IncidentStatus.OPEN
    )
    disclosure_class = models.CharField(
        max_length=20, choices=DisclosureClass.choices, default=DisclosureClass.TEAM
    )
    is_demonstration = models.BooleanField(default=False)

    objects = IncidentQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["-reference"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(status__in=IncidentStatus.values),
                name="incident_status_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(disclosure_class__in=DisclosureClass.values),
                name="incident_class_is_known",
            ),
            stated_when_known("happened_from", "incident_time_fits_precision"),
            models.CheckConstraint(
                condition=models.Q(happened_until__isnull=True)
                | models.Q(happened_until__gte=models.F("happened_from")),
                name="incident_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("incidents:detail", args=[self.reference])

    @property
    def when(self) -> str:
        """Return the time in words, no finer than it is known."""
        if self.happened_until is None or self.happened_until == self.happened_from:
            return time_text(self.happened_from, self.precision)
        start = time_text(self.happened_from, self.precision)
        return f"{start} to {time_text(self.happened_until, self.precision)}"
