"""Forms of contact attempts."""

from typing import Any

from django import forms

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.selectors import study_team
from clayton_review.citable.editing import ReviseForm
from clayton_review.web.forms import CreateForm, PortalForm
from findings.fieldwork.forms.slots import set_choices
from findings.fieldwork.inputs import ContactAttemptInput
from findings.fieldwork.models.contacts import ContactChannel, ContactOutcome


class _AttemptFields(PortalForm):
    channel = forms.ChoiceField(
        label="How", choices=ContactChannel.choices, widget=forms.RadioSelect
    )
    outcome = forms.ChoiceField(
        label="Outcome", choices=ContactOutcome.choices, widget=forms.RadioSelect
    )
    made_at = forms.DateTimeField(label="When", initial=clock.now)
    made_by = forms.ModelChoiceField(label="Who made contact", queryset=User.objects.none())
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What the next caller needs to know. No names or phone numbers.",
    )
    next_step = forms.CharField(
        label="Next step",
        required=False,
        max_length=200,
        help_text="For example: call again after 5 p.m.",
    )
    next_on = forms.DateField(label="Date of the next step", required=False)
    groups = [
        ("The contact", ["channel", "outcome", "made_at", "made_by", "note"]),
        ("Next step", ["next_step", "next_on"]),
    ]

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        set_choices(self, "made_by", study_team())
        self.initial.setdefault("made_by", user.pk)

    def values(self) -> ContactAttemptInput:
        """Return the values that the person typed."""
        names = ("made_at", "made_by", "channel", "outcome", "note", "next_step", "next_on")
        return ContactAttemptInput(**{name: self.cleaned_data[name] for name in names})


class AttemptCreateForm(_AttemptFields, CreateForm):
    """Form that logs a contact attempt."""


class AttemptEditForm(_AttemptFields, ReviseForm):
    """Form that corrects a contact attempt."""
