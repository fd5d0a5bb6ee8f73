"""Forms of field activities and their notes."""

import re
from decimal import Decimal
from typing import Any

from django import forms

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.selectors import study_team
from clayton_review.citable.editing import ReviseForm
from clayton_review.citable.records import Record
from clayton_review.web.forms import CreateForm, PortalForm
from findings.coding.models.quotable_texts import SpeakerGroup
from findings.fieldwork.actions.activities import MAX_NOTES_LENGTH, MAX_PEOPLE
from findings.fieldwork.inputs import ActivityInput, AttendanceInput, PrintedShare
from findings.fieldwork.models.activities import OPEN_CONSENTS, ActivityKind, FieldActivity
from findings.fieldwork.selectors.attendance import percent_text
from findings.interviews.models.interviews import PlaceKind
from findings.interviews.models.participants import SPOKEN_LANGUAGES

MAX_SHARES = 12
SHARE = re.compile(r"(?P<label>.{1,80}?)\s*:\s*(?P<percent>\d{1,3}(?:\.\d{1,2})?)\s*%?")
COUNTS = {group.value: f"n_{group.value}" for group in SpeakerGroup}


class _ActivityFields(PortalForm):
    kind = forms.ChoiceField(label="Type", choices=ActivityKind.choices)
    title = forms.CharField(
        label="Title", max_length=160, help_text="For example: evening dialogue at the library."
    )
    held_on = forms.DateField(label="Day", initial=clock.today)
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=1_440, initial=90)
    place = forms.ChoiceField(
        label="Kind of place", choices=PlaceKind.choices, initial=PlaceKind.PUBLIC
    )
    language = forms.ChoiceField(label="Language", choices=SPOKEN_LANGUAGES)
    facilitators = forms.ModelMultipleChoiceField(
        label="Led by",
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    consent = forms.ChoiceField(
        label="What may be quoted",
        choices=[(value, value.label) for value in OPEN_CONSENTS],
        widget=forms.RadioSelect,
        help_text="As announced to the room at the start.",
    )
    n_attended = forms.IntegerField(
        label="In all",
        required=False,
        min_value=0,
        max_value=MAX_PEOPLE,
        help_text="As counted or stated for everyone. It may differ from the sum of the groups.",
    )
    printed = forms.CharField(
        label="Percentages printed elsewhere",
        required=False,
        max_length=1_200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One per line, for example: residents: 79%. We keep them even if they do not "
        "add up.",
    )
    groups = [
        ("The activity", ["kind", "title", "held_on", "minutes", "place", "language",
                           "facilitators"]),
        ("Consent", ["consent"]),
        ("Attendance", [*COUNTS.values(), "n_attended", "printed"]),
    ]  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        facilitators = self.fields["facilitators"]
        assert isinstance(facilitators, forms.ModelMultipleChoiceField)  # noqa: S101  # above
        facilitators.queryset = study_team()
        for group in SpeakerGroup:
            count = forms.IntegerField(
                label=group.label, required=False, min_value=0, max_value=MAX_PEOPLE
            )
            self.add_field(COUNTS[group.value], count)

    def clean_printed(self) -> tuple[PrintedShare, ...]:
        """Return the printed shares, one for each line."""
        lines = [line.strip() for line in str(self.cleaned_data["printed"]).splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > MAX_SHARES:
            raise forms.ValidationError(f"Use at most {MAX_SHARES} lines.")
        return tuple(_parse_share(line) for line in lines)

    def values(self) -> ActivityInput:
        """Return the values that the person typed."""
        names = ("kind", "title", "held_on", "minutes", "place", "language", "consent",
                 "n_attended")  # fmt: skip
        return ActivityInput(**{name: self.cleaned_data[name] for name in names})

    def attendance(self) -> AttendanceInput:
        """Return the attendance that was typed."""
        counts = [(group, self.cleaned_data[name]) for group, name in COUNTS.items()]
        groups = tuple((group, n) for group, n in counts if n is not None)
        return AttendanceInput(groups, self.cleaned_data["printed"])


class ActivityCreateForm(_ActivityFields, CreateForm):
    """Form that records an activity."""


class ActivityEditForm(_ActivityFields, ReviseForm):
    """Form that corrects an activity."""

    def show_stored(self, record: Record) -> None:
        """Show what somebody else stored, with facilitators and attendance."""
        super().show_stored(record)
        assert isinstance(record, FieldActivity)  # noqa: S101  # the form of no other record
        people = ", ".join(person.name for person in record.facilitators.all())
        stored = [("Led by", people), ("Attendance", "; ".join(map(str, record.attendance.all())))]
        self.stored = [*self.stored, *((label, text or "empty") for label, text in stored)]


class NotesForm(ReviseForm):
    """Form with notes in the typed notation."""

    text = forms.CharField(
        label="Notes",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24}),
        max_length=MAX_NOTES_LENGTH,
    )


def initial_attendance(activity: FieldActivity) -> dict[str, Any]:
    """Return the initial values of the attendance fields for an activity."""
    rows = list(activity.attendance.all())
    counts = {COUNTS[row.group]: row.n for row in rows if row.group}
    printed = [f"{row.label}: {percent_text(row.percent)}" for row in rows if not row.group]
    people = [person.pk for person in activity.facilitators.all()]
    return {**counts, "printed": "\n".join(printed), "facilitators": people}


def _parse_share(line: str) -> PrintedShare:
    match = SHARE.fullmatch(line)
    if match is None or Decimal(match["percent"]) > 100:
        raise forms.ValidationError(
            f"“{line[:60]}” is not in the right form. Write each line as a label, a colon "
            "and a percentage up to 100."
        )
    return PrintedShare(match["label"].strip(), Decimal(match["percent"]))
