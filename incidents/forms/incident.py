"""The forms of an incident itself."""

from typing import Any

from django import forms

from clayton_review.citable.editing import ReviseForm
from clayton_review.documents.forms import ClassField
from clayton_review.web.forms import CreateForm
from incidents.forms.base import FormWithUser, long_text
from incidents.models import TRANSITIONS, Incident, IncidentInput, IncidentStatus, TimePrecision


class IncidentForm(FormWithUser):
    """Fields of an incident."""

    groups = [
        ("What happened", ["title", "summary"]),
        ("Where and when", ["place", "agency", "happened_from", "happened_until", "precision"]),
        ("Access", ["disclosure_class"]),
    ]
    title = forms.CharField(
        label="Title",
        max_length=160,
        help_text="A short statement of what the record is about. Do not name people.",
    )
    summary = long_text("Summary", help_text="What everyone agrees on. Leave out names.")
    place = forms.CharField(label="Place", max_length=200)
    agency = forms.CharField(label="Agency", max_length=160)
    happened_from = forms.DateTimeField(label="Began", required=False)
    happened_until = forms.DateTimeField(label="Ended", required=False)
    precision = forms.ChoiceField(
        label="How exact the time is",
        choices=TimePrecision.choices,
        initial=TimePrecision.UNKNOWN,
        help_text="If claims differ, enter only the date here and file each claim.",
    )
    disclosure_class = ClassField()

    def values(self, *, is_demonstration: bool) -> IncidentInput:
        """Return the values that the person typed."""
        stated = {name: self.cleaned_data[name] for _, names in self.groups for name in names}
        return IncidentInput(**stated, is_demonstration=is_demonstration)


class IncidentCreateForm(IncidentForm, CreateForm):
    """Opens an incident."""


class IncidentEditForm(IncidentForm, ReviseForm):
    """Amends an incident."""


class IncidentStatusForm(ReviseForm):
    """Takes the review of an incident one step on or back."""

    status = forms.ChoiceField(label="New review status")
    reason = long_text("Reason", rows=3, max_length=1_000)

    def __init__(self, *args: Any, incident: Incident, **options: Any) -> None:
        super().__init__(*args, **options)
        allowed = [
            (s.value, s.label)
            for s in IncidentStatus
            if s in TRANSITIONS[IncidentStatus(incident.status)]
        ]
        self.fields["status"].choices = allowed  # type: ignore[attr-defined]
