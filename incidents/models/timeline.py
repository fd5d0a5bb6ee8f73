"""Timeline events and the people of an incident, who have roles and pseudonyms but no names."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from clayton_review.documents.models import Document
from incidents.models.incident import Incident
from incidents.models.part import IncidentPart, PartQuerySet, source_words
from incidents.models.times import TimePrecision, stated_when_known, time_text


@dataclass(frozen=True)
class EventInput:
    """Input of an event of the timeline."""

    text: str
    at: datetime | None = None
    precision: str = TimePrecision.UNKNOWN
    clock_source: str = ""
    document: Document | None = None
    locator: str = ""


class TimelineEvent(IncidentPart):
    """One thing that happened, when by which clock, and where that is written."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="events")
    text = models.TextField()
    at = models.DateTimeField(null=True, blank=True)
    precision = models.CharField(max_length=10, choices=TimePrecision.choices)
    clock_source = models.CharField(max_length=120, blank=True)
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    locator = models.CharField(max_length=200, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta(IncidentPart.Meta):
        ordering = [models.F("at").asc(nulls_last=True), "recorded_at"]
        verbose_name = "timeline event"
        constraints = [
            *IncidentPart.Meta.constraints,
            stated_when_known("at", "event_time_fits_precision"),
            models.CheckConstraint(
                condition=models.Q(locator="") | models.Q(document__isnull=False),
                name="event_locator_needs_a_source",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def when(self) -> str:
        return time_text(self.at, self.precision)

    @property
    def source(self) -> str:
        return source_words(self.document, self.locator)


class PersonRole(models.TextChoices):
    STOPPED = "person_stopped", "Person stopped"
    COMPLAINANT = "complainant", "Complainant"
    REPORTING = "reporting_party", "Reporting party"
    WITNESS = "witness", "Witness"
    OFFICER = "officer", "Officer"
    SUPERVISOR = "supervisor", "Supervisor"
    DISPATCHER = "dispatcher", "Dispatcher"
    EMPLOYEE = "employee", "Employee"
    OTHER = "other", "Other"


@dataclass(frozen=True)
class PersonInput:
    """Input of an involved person."""

    role: str
    label: str
    n_people: int | None = 1
    note: str = ""


class InvolvedPerson(IncidentPart):
    """Somebody, or a group, by role and pseudonym; `n_people` is empty when nobody knows."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="people")
    role = models.CharField(max_length=20, choices=PersonRole.choices)
    label = models.CharField(max_length=60)
    n_people = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)

    objects = PartQuerySet.as_manager()

    class Meta(IncidentPart.Meta):
        ordering = ["role", "label"]
        verbose_name = "involved person"
        verbose_name_plural = "involved people"
        constraints = [
            *IncidentPart.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(role__in=PersonRole.values), name="person_role_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(n_people__isnull=True) | models.Q(n_people__gte=1),
                name="person_counts_at_least_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.get_role_display().lower()})"
