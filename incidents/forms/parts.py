"""The forms of the parts of an incident."""

from typing import Any

from django import forms

from clayton_review import clock
from clayton_review.citable.editing import ReviseForm
from clayton_review.documents.forms import ClassField, UploadField
from clayton_review.documents.models import Document, DocumentRequest, StoredFile
from clayton_review.web.forms import CreateForm
from incidents.forms.base import FormWithUser, long_text
from incidents.models import (
    EVIDENCE_TRANSITIONS,
    ClaimInput,
    ClaimStanding,
    EventInput,
    EvidenceInput,
    EvidenceItem,
    EvidenceItemKind,
    EvidenceState,
    PersonInput,
    PersonRole,
    TimePrecision,
)


class PartForm(FormWithUser):
    """Fields of a part of an incident."""

    def values(self, *, file: StoredFile | None) -> Any:
        """Return the values of this kind of part."""
        raise NotImplementedError  # every kind of part has a form of its own, and this is none

    def extra_values(self) -> dict[str, Any]:
        """Return values that only the creating action takes."""
        return {}

    def stated(self, *names: str) -> dict[str, Any]:
        """Return the typed values by name."""
        return {name: self.cleaned_data[name] for name in names}


class EventForm(PartForm):
    """Fields of an event of the timeline."""

    groups = [
        ("What happened", ["text"]),
        ("When", ["at", "precision", "clock_source"]),
        ("Source", ["document", "locator"]),
    ]
    text = long_text("What happened", rows=3, max_length=2_000)
    at = forms.DateTimeField(label="Time", required=False)
    precision = forms.ChoiceField(label="How exact the time is", choices=TimePrecision.choices)
    clock_source = forms.CharField(
        label="Clock source",
        max_length=120,
        required=False,
        help_text="For example: dispatch log, dash camera, a witness.",
    )
    document = forms.ModelChoiceField(Document.objects.none(), label="Document", required=False)
    locator = forms.CharField(
        label="Place in the document",
        max_length=200,
        required=False,
        help_text="For example: p. 3, line 12.",
    )

    def values(self, *, file: StoredFile | None) -> EventInput:
        return EventInput(
            **self.stated("text", "at", "precision", "clock_source", "document", "locator")
        )


class PersonForm(PartForm):
    """Fields of an involved person; never a name."""

    role = forms.ChoiceField(label="Role", choices=PersonRole.choices)
    label = forms.CharField(
        label="Pseudonym",
        max_length=60,
        help_text="A pseudonym, such as Student A or Officer 2. We do not keep "
        "people’s names here.",
    )
    n_people = forms.IntegerField(
        label="How many people",
        min_value=1,
        max_value=30_000,
        required=False,
        help_text="Leave empty if no one knows.",
    )
    note = long_text("Note", rows=3, max_length=2_000, required=False)

    def values(self, *, file: StoredFile | None) -> PersonInput:
        return PersonInput(**self.stated("role", "label", "n_people", "note"))


class ClaimForm(PartForm):
    """Fields of a claim about one point, with its source."""

    groups = [
        ("The claim", ["point", "text", "asserted_by", "asserted_on"]),
        ("Source", ["document", "locator"]),
    ]
    point = forms.CharField(
        label="Point",
        max_length=160,
        help_text="A few words. Use the same words for every claim on this point. For example: "
        "Who proposed walking back.",
    )
    text = long_text("What is claimed", rows=4, max_length=4_000)
    asserted_by = forms.CharField(
        label="Who says so", max_length=200, help_text="An office, a publisher or a pseudonym."
    )
    asserted_on = forms.DateField(label="Date they said so", required=False)
    document = forms.ModelChoiceField(
        Document.objects.none(),
        label="Document",
        help_text="File it in the library first, then choose it here.",
    )
    locator = forms.CharField(
        label="Place in the document",
        max_length=200,
        required=False,
        help_text="For example: p. 3, line 12.",
    )

    def values(self, *, file: StoredFile | None) -> ClaimInput:
        return ClaimInput(
            **self.stated("point", "text", "asserted_by", "asserted_on", "document", "locator")
        )


class EvidenceForm(PartForm):
    """Fields of an evidence item."""

    kind = forms.ChoiceField(label="Type", choices=EvidenceItemKind.choices)
    description = long_text("What it shows or would show", rows=3, max_length=2_000)
    holder = forms.CharField(label="Held by", max_length=200)
    clock_offset_seconds = forms.IntegerField(
        label="Clock offset in seconds",
        min_value=-86_400 * 366,
        max_value=86_400 * 366,
        required=False,
        help_text="How many seconds its clock is ahead. Enter a negative number if it is behind. "
        "Leave empty if you do not know.",
    )
    request = forms.ModelChoiceField(
        DocumentRequest.objects.none(),
        label="Requested in",
        required=False,
        empty_label="No request",
        help_text="The item will show the status of the request.",
    )
    disclosure_class = ClassField()
    upload = UploadField(label="File")

    def values(self, *, file: StoredFile | None) -> EvidenceInput:
        names = (
            "kind",
            "description",
            "holder",
            "clock_offset_seconds",
            "disclosure_class",
            "request",
        )
        return EvidenceInput(**self.stated(*names), file=file)


class EvidenceCreateForm(EvidenceForm, CreateForm):
    """Registers a piece of evidence in its present state."""

    groups = [
        ("The evidence", ["kind", "description", "holder", "clock_offset_seconds", "request"]),
        ("Status", ["state", "state_on", "upload"]),
        ("Access", ["disclosure_class"]),
    ]
    state = forms.ChoiceField(label="Status", choices=EvidenceState.choices)
    state_on = forms.DateField(label="Since", initial=clock.today)

    def extra_values(self) -> dict[str, Any]:
        return self.stated("state", "state_on")


class EvidenceEditForm(EvidenceForm, ReviseForm):
    """Amends a piece of evidence."""


class EventCreateForm(EventForm, CreateForm):
    """Adds an event."""


class EventEditForm(EventForm, ReviseForm):
    """Amends an event."""


class PersonCreateForm(PersonForm, CreateForm):
    """Adds somebody involved."""


class PersonEditForm(PersonForm, ReviseForm):
    """Amends somebody involved."""


class ClaimCreateForm(ClaimForm, CreateForm):
    """Files a claim."""


class ClaimEditForm(ClaimForm, ReviseForm):
    """Amends a claim; new words, author or source take its assessment back."""


class ClaimAssessmentForm(ReviseForm):
    """Says how far a claim stands, by which standard and why."""

    standing = forms.ChoiceField(label="Status of the claim", choices=ClaimStanding.choices)
    standard = forms.CharField(
        label="Standard of proof", max_length=200, help_text="For example: more likely than not."
    )
    assessor_note = long_text("Assessor’s note", rows=4, max_length=4_000, required=False)
    reason = long_text(
        "Reason for this assessment", rows=3, max_length=1_000, help_text="The history keeps it."
    )


class EvidenceStateForm(ReviseForm):
    """Notes what became of a request for evidence."""

    state = forms.ChoiceField(label="Status")
    state_on = forms.DateField(label="Date")
    reason = long_text(
        "What was said",
        rows=3,
        max_length=1_000,
        required=False,
        help_text="The holder’s answer, or the reason for a refusal.",
    )

    def __init__(self, *args: Any, item: EvidenceItem, **options: Any) -> None:
        super().__init__(*args, **options)
        allowed = EVIDENCE_TRANSITIONS[EvidenceState(item.state)]
        self.fields["state"].choices = [(s.value, s.label) for s in EvidenceState if s in allowed]  # type: ignore[attr-defined]
