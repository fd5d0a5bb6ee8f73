"""Forms of field activities and of their notes."""

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
from findings.coding.models.sources import Group
from findings.fieldwork.actions.activities import LONGEST_NOTES, MOST_PEOPLE
from findings.fieldwork.inputs import ActivityInput, PrintedShare, Turnout
from findings.fieldwork.models.activities import OPEN_CONSENTS, ActivityKind, FieldActivity
from findings.fieldwork.selectors.turnout import share
from findings.interviews.models.interviews import Place
from findings.interviews.models.participants import Language

MOST_SHARES = 12
SHARE = re.compile(r"(?P<label>.{1,80}?)\s*:\s*(?P<percent>\d{1,3}(?:\.\d{1,2})?)\s*%?")
COUNTS = {group.value: f"n_{group.value}" for group in Group}


class _ActivityFields(PortalForm):
    kind = forms.ChoiceField(label="Kind", choices=ActivityKind.choices)
    title = forms.CharField(
        label="Title", max_length=160, help_text="For example: evening dialogue at the library."
    )
    held_on = forms.DateField(label="Day", initial=clock.today)
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=1_440, initial=90)
    place = forms.ChoiceField(label="Kind of place", choices=Place.choices, initial=Place.PUBLIC)
    language = forms.ChoiceField(label="Language", choices=Language.choices)
    facilitators = forms.ModelMultipleChoiceField(
        label="Held by",
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
        max_value=MOST_PEOPLE,
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
        for group in Group:
            self.fields[COUNTS[group.value]] = forms.IntegerField(
                label=group.label, required=False, min_value=0, max_value=MOST_PEOPLE
            )
            self.fields[COUNTS[group.value]].widget.attrs["class"] = "short"

    def clean_printed(self) -> tuple[PrintedShare, ...]:
        """The shares, line by line."""
        lines = [line.strip() for line in str(self.cleaned_data["printed"]).splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > MOST_SHARES:
            raise forms.ValidationError(f"Use at most {MOST_SHARES} lines.")
        return tuple(_share(line) for line in lines)

    def facts(self) -> ActivityInput:
        """Return the values that the person typed."""
        names = ("kind", "title", "held_on", "minutes", "place", "language", "consent",
                 "n_attended")  # fmt: skip
        return ActivityInput(**{name: self.cleaned_data[name] for name in names})

    def turnout(self) -> Turnout:
        """Who attended."""
        counts = [(group, self.cleaned_data[name]) for group, name in COUNTS.items()]
        groups = tuple((group, n) for group, n in counts if n is not None)
        return Turnout(groups, self.cleaned_data["printed"])


class ActivityCreateForm(_ActivityFields, CreateForm):
    """Records an activity."""


class ActivityEditForm(_ActivityFields, ReviseForm):
    """Corrects an activity."""

    def show_stored(self, record: Record) -> None:
        """Attendance and facilitators stand in rows of their own; show them beside the rest."""
        super().show_stored(record)
        assert isinstance(record, FieldActivity)  # noqa: S101  # the form of no other record
        people = ", ".join(person.name for person in record.facilitators.all())
        stored = [("Held by", people), ("Attendance", "; ".join(map(str, record.attendance.all())))]
        self.stored = [*self.stored, *((label, text or "empty") for label, text in stored)]


class NotesForm(ReviseForm):
    """Notes in the typed notation."""

    text = forms.CharField(
        label="Notes",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24}),
        max_length=LONGEST_NOTES,
    )


def initial_turnout(activity: FieldActivity) -> dict[str, Any]:
    """What the attendance fields of a form on this activity start from."""
    rows = list(activity.attendance.all())
    counts = {COUNTS[row.group]: row.n for row in rows if row.group}
    printed = [f"{row.label}: {share(row.percent)}" for row in rows if not row.group]
    people = [person.pk for person in activity.facilitators.all()]
    return {**counts, "printed": "\n".join(printed), "facilitators": people}


def _share(line: str) -> PrintedShare:
    found = SHARE.fullmatch(line)
    if found is None or Decimal(found["percent"]) > 100:
        raise forms.ValidationError(
            f"“{line[:60]}” is not in the right form. Write each line as a label, a colon "
            "and a percentage up to 100."
        )
    return PrintedShare(found["label"].strip(), Decimal(found["percent"]))
