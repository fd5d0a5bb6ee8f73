"""The evidence register: what was asked for, what came, what was refused, what does not exist."""

from dataclasses import dataclass

from django.db import models

from clayton_review.accounts.roles import DisclosureClass
from clayton_review.documents.models import DocumentRequest, StoredFile
from clayton_review.figures import State
from clayton_review.web.formatting import count_phrase, day
from incidents.models.incident import Incident
from incidents.models.part import IncidentPart, PartQuerySet


class EvidenceItemKind(models.TextChoices):
    BODY_CAMERA = "body_camera", "Body-worn camera"
    DASH_CAMERA = "dash_camera", "Dash camera"
    RADIO = "radio", "Radio recording"
    CALL = "call_911", "911 call"
    DISPATCH = "dispatch", "Dispatch record"
    RECEIPT = "receipt", "Receipt"
    PHOTO = "photo", "Photo"
    VIDEO = "video", "Video"
    STATEMENT = "statement", "Statement"
    REPORT = "report", "Report"
    OTHER = "other", "Other"


class EvidenceState(models.TextChoices):
    REQUESTED = "requested", "Requested"
    RECEIVED = "received", "Received"
    REFUSED = "refused", "Refused"
    DOES_NOT_EXIST = "does_not_exist", "Does not exist"


_ANSWERS = {EvidenceState.RECEIVED, EvidenceState.REFUSED, EvidenceState.DOES_NOT_EXIST}
EVIDENCE_TRANSITIONS: dict[EvidenceState, frozenset[EvidenceState]] = {
    EvidenceState.REQUESTED: frozenset(_ANSWERS),
    EvidenceState.RECEIVED: frozenset({EvidenceState.REQUESTED}),
    EvidenceState.REFUSED: frozenset(
        {EvidenceState.REQUESTED, EvidenceState.RECEIVED, EvidenceState.DOES_NOT_EXIST}
    ),
    EvidenceState.DOES_NOT_EXIST: frozenset({EvidenceState.REQUESTED, EvidenceState.RECEIVED}),
}


@dataclass(frozen=True)
class EvidenceInput:
    """Input of an evidence item."""

    kind: str
    description: str
    holder: str
    clock_offset_seconds: int | None = None
    disclosure_class: str = DisclosureClass.TEAM
    file: StoredFile | None = None
    request: DocumentRequest | None = None


class EvidenceItem(IncidentPart):
    """One piece of evidence and where it stands; that it does not exist is a fact, too."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="evidence")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=EvidenceItemKind.choices)
    description = models.TextField()
    holder = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=EvidenceState.choices)
    state_on = models.DateField()
    clock_offset_seconds = models.IntegerField(null=True, blank=True)
    disclosure_class = models.CharField(
        max_length=20, choices=DisclosureClass.choices, default=DisclosureClass.TEAM
    )
    file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    request = models.ForeignKey(
        DocumentRequest,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="evidence_items",
    )

    objects = PartQuerySet.as_manager()

    class Meta(IncidentPart.Meta):
        ordering = ["number"]
        verbose_name = "evidence item"
        constraints = [
            *IncidentPart.Meta.constraints,
            models.UniqueConstraint(
                fields=["incident", "number"], name="evidence_number_is_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=EvidenceItemKind.values), name="evidence_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=EvidenceState.values), name="evidence_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(disclosure_class__in=DisclosureClass.values),
                name="evidence_class_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(file__isnull=True) | models.Q(state=EvidenceState.RECEIVED),
                name="evidence_file_was_received",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.description[:80]}"

    def get_absolute_url(self) -> str:
        return f"{self.incident.get_absolute_url()}#evidence"

    @property
    def condition(self) -> State:
        """Return the state that gives shape and color to the words."""
        return {
            EvidenceState.RECEIVED: State.ON_TRACK,
            EvidenceState.REQUESTED: State.WATCH,
            EvidenceState.REFUSED: State.ATTENTION,
        }.get(EvidenceState(self.state), State.NONE)

    @property
    def state_words(self) -> str:
        """Return the state in words, with the day since when it holds."""
        return f"{self.get_state_display()}, {day(self.state_on)}"

    @property
    def clock_words(self) -> str:
        """Describe the offset of its clock in words; empty if nobody knows it."""
        offset = self.clock_offset_seconds
        if offset is None:
            return ""
        if not offset:
            return "Its clock is correct."
        seconds = count_phrase(abs(offset), "second", "seconds")
        return f"Its clock runs {seconds} {'ahead' if offset > 0 else 'behind'}."

    @property
    def reference(self) -> str:
        """Return the reference of the item, for example `INC-0001-E2`."""
        return f"{self.incident.reference}-E{self.number}"
