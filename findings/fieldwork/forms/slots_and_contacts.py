"""Forms of contacts and slots."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.selectors import study_team
from clayton_review.citable.editing import ReviseForm
from clayton_review.web.forms import CreateForm, PortalForm
from findings.fieldwork.inputs import ContactAttemptInput, SlotInput
from findings.fieldwork.models.contacts import Channel, Outcome
from findings.fieldwork.models.slots import Slot, SlotState
from findings.interviews.models.interviews import Mode, Place
from findings.interviews.models.participants import Language, Participant


def offer(form: PortalForm, name: str, rows: Any) -> None:
    """Give a field of a form the rows it offers."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # named by its form
    field.queryset = rows


class _AttemptFields(PortalForm):
    channel = forms.ChoiceField(label="How", choices=Channel.choices, widget=forms.RadioSelect)
    outcome = forms.ChoiceField(label="Outcome", choices=Outcome.choices, widget=forms.RadioSelect)
    made_at = forms.DateTimeField(label="When", initial=clock.now)
    made_by = forms.ModelChoiceField(label="By whom", queryset=User.objects.none())
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
    next_on = forms.DateField(label="On", required=False)
    groups = [
        ("The contact", ["channel", "outcome", "made_at", "made_by", "note"]),
        ("Next step", ["next_step", "next_on"]),
    ]

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "made_by", study_team())
        self.initial.setdefault("made_by", user.pk)

    def facts(self) -> ContactAttemptInput:
        """Return the values that the person typed."""
        names = ("made_at", "made_by", "channel", "outcome", "note", "next_step", "next_on")
        return ContactAttemptInput(**{name: self.cleaned_data[name] for name in names})


class AttemptCreateForm(_AttemptFields, CreateForm):
    """Logs a contact."""


class AttemptEditForm(_AttemptFields, ReviseForm):
    """Corrects a contact."""


class _SlotFields(PortalForm):
    starts_at = forms.DateTimeField(label="Starts")
    minutes = forms.IntegerField(label="Minutes", min_value=5, max_value=480, initial=60)
    interviewer = forms.ModelChoiceField(label="Interviewer", queryset=User.objects.none())
    language = forms.ChoiceField(label="Language", choices=Language.choices)
    mode = forms.ChoiceField(label="How", choices=Mode.choices)
    place = forms.ChoiceField(label="Kind of place", choices=Place.choices, initial=Place.PUBLIC)
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
        offer(self, "interviewer", study_team())
        self.initial.setdefault("interviewer", user.pk)

    def facts(self) -> SlotInput:
        """Return the values that the person typed."""
        found = self.cleaned_data
        names = ("starts_at", "interviewer", "language", "mode", "place", "where")
        stated = {name: found[name] for name in names}
        return SlotInput(ends_at=found["starts_at"] + timedelta(minutes=found["minutes"]), **stated)


class SlotCreateForm(_SlotFields, CreateForm):
    """Offers a slot."""


class SlotEditForm(_SlotFields, ReviseForm):
    """Moves a slot."""


class BookForm(ReviseForm):
    """For whom a slot is kept."""

    participant = forms.ModelChoiceField(label="Participant", queryset=Participant.objects.none())

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        booked = (
            Slot.objects.current()
            .ahead(clock.now())
            .filter(participant=OuterRef("pk"), state=SlotState.BOOKED)
        )
        rows = Participant.objects.visible_to(user).current().alias(has_slot=Exists(booked))
        offer(self, "participant", rows.order_by("has_slot", "number"))
