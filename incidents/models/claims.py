"""Claims: who says what about which point, where it is written, and how far it stands."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.documents.models import Document
from clayton_review.figures import State
from incidents.models.incident import Incident
from incidents.models.part import IncidentPart, PartQuerySet, source_words


class ClaimStanding(models.TextChoices):
    SINGLE_SOURCE = "single_source", "Single source"
    CORROBORATED = "corroborated", "Corroborated"
    DISPUTED = "disputed", "Disputed"
    DISPROVED = "disproved", "Disproved by record"
    UNDETERMINED = "undetermined", "Cannot be determined"


# A point is closed when none of its claims is left in one of the other standings.
CLOSED_STANDINGS = frozenset(
    {ClaimStanding.CORROBORATED, ClaimStanding.DISPROVED, ClaimStanding.UNDETERMINED}
)


@dataclass(frozen=True)
class ClaimInput:
    """Input of a claim: the text, its point, and its source with locator."""

    point: str
    text: str
    asserted_by: str
    document: Document
    locator: str = ""
    asserted_on: date | None = None


class Claim(IncidentPart):
    """Statement of one source about one point; claims on one point are shown side by side."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="claims")
    number = models.PositiveIntegerField()
    point = models.CharField(max_length=160)
    text = models.TextField()
    asserted_by = models.CharField(max_length=200)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    locator = models.CharField(max_length=200, blank=True)
    asserted_on = models.DateField(null=True, blank=True)
    standing = models.CharField(
        max_length=20, choices=ClaimStanding.choices, default=ClaimStanding.SINGLE_SOURCE
    )
    standard = models.CharField(max_length=200, blank=True)
    assessor_note = models.TextField(blank=True)
    assessed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    assessed_on = models.DateField(null=True, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta(IncidentPart.Meta):
        ordering = ["number"]
        constraints = [
            *IncidentPart.Meta.constraints,
            models.UniqueConstraint(fields=["incident", "number"], name="claim_number_is_unique"),
            models.CheckConstraint(
                condition=models.Q(standing__in=ClaimStanding.values),
                name="claim_standing_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    assessed_by__isnull=True,
                    assessed_on__isnull=True,
                    standard="",
                    assessor_note="",
                    standing=ClaimStanding.SINGLE_SOURCE,
                )
                | (
                    models.Q(assessed_by__isnull=False, assessed_on__isnull=False)
                    & ~models.Q(standard="")
                ),
                name="claim_assessment_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point}: {self.text if len(self.text) <= 80 else self.text[:79] + '…'}"

    @property
    def reference(self) -> str:
        """Return the reference of the claim, for example `INC-0001-C3`."""
        return f"{self.incident.reference}-C{self.number}"

    @property
    def source(self) -> str:
        return source_words(self.document, self.locator)

    @property
    def state(self) -> State:
        """Return the state that gives shape and color to the standing."""
        return {
            ClaimStanding.CORROBORATED: State.ON_TRACK,
            ClaimStanding.DISPUTED: State.WATCH,
            ClaimStanding.DISPROVED: State.ATTENTION,
        }.get(ClaimStanding(self.standing), State.NONE)

    @property
    def knot(self) -> str:
        """Return its shape on the thread: "against" if the record has disproved it."""
        return "against" if self.standing == ClaimStanding.DISPROVED else "words"

    def get_absolute_url(self) -> str:
        return reverse("incidents:claim", args=[self.incident.reference, self.pk])
