"""Forms that plan and change interviews."""

from typing import Any

from django import forms

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.selectors import study_team
from clayton_review.citable.editing import ReviseForm
from clayton_review.web.forms import CreateForm, PortalForm
from findings.interviews.inputs import InterviewInput
from findings.interviews.models.guides import InterviewGuide
from findings.interviews.models.interviews import InterviewMode, PlaceKind
from findings.interviews.models.participants import Participant


class _InterviewFields(PortalForm):
    participant = forms.ModelChoiceField(label="Participant", queryset=Participant.objects.none())
    guide = forms.ModelChoiceField(label="Guide", queryset=InterviewGuide.objects.none())
    interviewer = forms.ModelChoiceField(label="Interviewer", queryset=User.objects.none())
    held_on = forms.DateField(label="Day", initial=clock.today)
    mode = forms.ChoiceField(label="How", choices=InterviewMode.choices)
    place = forms.ChoiceField(label="Kind of place", choices=PlaceKind.choices)

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self._set_choices("participant", Participant.objects.visible_to(user).current())
        self._set_choices("guide", InterviewGuide.objects.visible_to(user).current())
        self._set_choices("interviewer", study_team())
        self.initial.setdefault("interviewer", user.pk)

    def _set_choices(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared above
        field.queryset = rows

    def values(self) -> InterviewInput:
        """Return the values that the person typed."""
        names = ("participant", "guide", "interviewer", "held_on", "mode", "place")
        return InterviewInput(**{name: self.cleaned_data[name] for name in names})


class InterviewCreateForm(_InterviewFields, CreateForm):
    """Form that plans an interview."""


class InterviewEditForm(_InterviewFields, ReviseForm):
    """Form that changes who, when and where."""
