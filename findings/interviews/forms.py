"""Forms of guides, interviews and targets."""

from typing import Any

from django import forms
from django.http import QueryDict

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.accounts.selectors import study_team
from clayton_review.citable.editing import ReviseForm
from clayton_review.web.forms import CreateForm, PortalForm
from findings.coding.models.sources import Group
from findings.interviews.inputs import AnswerEdit, GuideInput, InterviewInput
from findings.interviews.models.guides import InterviewGuide
from findings.interviews.models.interviews import Mode, Place
from findings.interviews.models.participants import Participant

LONGEST_ANSWER = 100_000


class _Questions(PortalForm):
    introduction = forms.CharField(
        label="Introduction",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What you say before the first question, including consent.",
    )
    questions = forms.CharField(
        label="Questions",
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="One per line, in the order you ask them.",
    )

    def question_list(self) -> list[str]:
        """The questions, without empty lines."""
        lines = self.cleaned_data["questions"].splitlines()
        return [line.strip() for line in lines if line.strip()]


class GuideCreateForm(_Questions, CreateForm):
    """Writes a guide."""

    title = forms.CharField(label="Title", max_length=120)
    field_order = ["title"]

    def facts(self) -> GuideInput:
        """Return the values that the person typed."""
        return GuideInput(self.cleaned_data["title"], self.cleaned_data["introduction"])


class GuideEditForm(_Questions, ReviseForm):
    """Changes a version nobody has used."""


class RevisionForm(ReviseForm):
    """Nothing but the revision that was read; behind buttons that act."""


class _InterviewFields(PortalForm):
    participant = forms.ModelChoiceField(label="Participant", queryset=Participant.objects.none())
    guide = forms.ModelChoiceField(label="Guide", queryset=InterviewGuide.objects.none())
    interviewer = forms.ModelChoiceField(label="Interviewer", queryset=User.objects.none())
    held_on = forms.DateField(label="Day", initial=clock.today)
    mode = forms.ChoiceField(label="How", choices=Mode.choices)
    place = forms.ChoiceField(label="Kind of place", choices=Place.choices)

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self._offer("participant", Participant.objects.visible_to(user).current())
        self._offer("guide", InterviewGuide.objects.visible_to(user).current())
        self._offer("interviewer", study_team())
        if user.may(Permission.WRITE_INTERVIEWS):
            self.initial.setdefault("interviewer", user.pk)

    def _offer(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared above
        field.queryset = rows

    def facts(self) -> InterviewInput:
        """Return the values that the person typed."""
        names = ("participant", "guide", "interviewer", "held_on", "mode", "place")
        return InterviewInput(**{name: self.cleaned_data[name] for name in names})


class InterviewCreateForm(_InterviewFields, CreateForm):
    """Plans an interview."""


class InterviewEditForm(_InterviewFields, ReviseForm):
    """Changes when, where and by whom."""


class TargetsForm(PortalForm):
    """How many interviews, and how many people in meetings, are wanted of each group."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self.groups = [(group.label, [group.value, f"{group.value}_met"]) for group in Group]
        super().__init__(*args, **options)
        for group in Group:
            self._ask(group.value, "Interviews")
            self._ask(f"{group.value}_met", "People in meetings")

    def _ask(self, name: str, label: str) -> None:
        self.fields[name] = forms.IntegerField(
            label=label, min_value=0, max_value=999, required=False
        )

    def targets(self) -> list[tuple[str, int, int | None]]:
        """Group, interviews wanted, attendance wanted; groups without a number are left out."""
        found = self.cleaned_data
        return [
            (group.value, found[group.value] or 0, found[f"{group.value}_met"])
            for group in Group
            if (found[group.value], found[f"{group.value}_met"]) != (None, None)
        ]


def read_answers(sent: QueryDict) -> tuple[list[AnswerEdit], list[str]]:
    """The answers of the log page and what is wrong with them.

    Fields are `answer-KEY` and `base-KEY`; a wrong one is reported, the others still count.
    """
    edits, errors = [], []
    for name in sent:
        kind, _, key = name.partition("-")
        if kind != "answer":
            continue
        text, base = str(sent[name]), sent.get(f"base-{key}", "0")
        if "\x00" in text:
            errors.append("Remove the invisible null characters from the answer.")
        elif len(text) > LONGEST_ANSWER:
            errors.append(f"Shorten an answer to {LONGEST_ANSWER:,} characters.")
        elif not base.isdecimal() or len(base) > 9:
            errors.append("This form is out of date. Reload the page and try again.")
        else:
            edits.append(AnswerEdit(key, text, int(base)))
    return edits, errors
