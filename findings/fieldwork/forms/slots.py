"""Forms of slots."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.selectors import study_team
from clayton_review.citable.editing import ReviseForm, StepForm
from clayton_review.web.forms import CreateForm, PortalForm
from findings.fieldwork.inputs import SlotInput
from findings.fieldwork.models.slots import Slot, SlotState
from findings.interviews.models.interviews import InterviewMode, PlaceKind
from findings.interviews.models.participants import SPOKEN_LANGUAGES, Participant


def set_choices(form: PortalForm, name: str, rows: Any) -> None:
    """Set the rows that a field of a form offers."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # named by its form
    field.queryset = rows


class _SlotFields(PortalForm):
    starts_at = forms.DateTimeField(label="Starts")
    minutes = forms.IntegerField(label="Minutes", min_value=5, max_value=480, initial=60)
    interviewer = forms.ModelChoiceField(label="Interviewer", queryset=User.objects.none())
    language = forms.ChoiceField(label="Language", choices=SPOKEN_LANGUAGES)
    mode = forms.ChoiceField(label="How", choices=InterviewMode.choices)
    place = forms.ChoiceField(
        label="Kind of place", choices=PlaceKind.choices, initial=PlaceKind.PUBLIC
    )
    where = forms.CharField(
        label="Where",
        required=False,
        max_length=200,
        help_text="Reminders show this, so give only the place. For example: library, room 2.",
    )
    groups = [
        ("When", ["starts_at", "minutes"]),
        ("With whom and where", ["interviewer", "language", "mode", "place", "where"]),
    ]

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        set_choices(self, "interviewer", study_team())
        self.initial.setdefault("interviewer", user.pk)

    def values(self) -> SlotInput:
        """Return the values that the person typed."""
        cleaned = self.cleaned_data
        names = ("starts_at", "interviewer", "language", "mode", "place", "where")
        values = {name: cleaned[name] for name in names}
        return SlotInput(
            ends_at=cleaned["starts_at"] + timedelta(minutes=cleaned["minutes"]), **values
        )


class SlotCreateForm(_SlotFields, CreateForm):
    """Form that offers a slot."""


class SlotEditForm(_SlotFields, ReviseForm):
    """Form that reschedules a slot."""


class BookForm(StepForm):
    """Form that chooses the participant for whom a slot is booked."""

    participant = forms.ModelChoiceField(label="Participant", queryset=Participant.objects.none())

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        booked = (
            Slot.objects.current()
            .ahead(clock.now())
            .filter(participant=OuterRef("pk"), state=SlotState.BOOKED)
        )
        rows = Participant.objects.visible_to(user).current().alias(has_slot=Exists(booked))
        set_choices(self, "participant", rows.order_by("has_slot", "number"))
