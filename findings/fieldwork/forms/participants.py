"""Forms of participants and their consent."""

from typing import Any

from django import forms

from clayton_review import clock
from clayton_review.citable.editing import ReviseForm
from clayton_review.languages import ENGLISH
from clayton_review.web.forms import CreateForm, PortalForm
from findings.coding.models.quotable_texts import Consent, SpeakerGroup
from findings.fieldwork.forms.identities import IdentityFields
from findings.fieldwork.inputs import ParticipantInput
from findings.interviews.models.participants import BOTH, SPOKEN_LANGUAGES, ConsentMethod

_SPOKEN = [(value, label) for value, label in SPOKEN_LANGUAGES if value != BOTH]


class _ParticipantFields(PortalForm):
    group = forms.ChoiceField(label="Group", choices=[("", "Choose"), *SpeakerGroup.choices])
    language = forms.ChoiceField(label="Language", choices=_SPOKEN, initial=ENGLISH)
    accommodation = forms.CharField(
        label="What they need to take part",
        required=False,
        max_length=300,
        help_text="For example: a ground-floor room, large print, an interpreter, a later time.",
    )
    wants_reminder = forms.BooleanField(
        label="Wants an e-mail the day before an appointment", required=False
    )
    consent = forms.ChoiceField(
        label="Consent",
        choices=Consent.choices,
        widget=forms.RadioSelect,
        help_text="Records may be requested under law, and issued reports cannot be recalled.",
    )
    consent_how = forms.ChoiceField(
        label="How consent was given",
        choices=[("", "Choose"), *ConsentMethod.choices],
        required=False,
    )
    consent_on = forms.DateField(label="Consent given on", required=False)
    needed = dict.fromkeys(("consent_how", "consent_on"), "required once they have been asked")
    office = forms.CharField(
        label="Office",
        required=False,
        max_length=120,
        help_text="Only for officials on the record, such as City Manager.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.initial.get("consent_on"):
            self.initial["consent_on"] = clock.today()

    def clean(self) -> dict[str, Any]:
        """Check that a consent has its way and its day; without one, drop the proposed day."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("consent") == Consent.NOT_ASKED:
            if cleaned.get("consent_on") == clock.today():
                cleaned["consent_on"] = None
        elif cleaned.get("consent"):
            self._ask_for("consent_how", "Choose how the consent was given.")
            self._ask_for("consent_on", "Enter the date the consent was given.")
        return cleaned

    def _ask_for(self, name: str, words: str) -> None:
        """Add an error for an empty field, unless the stored record has long been without it."""
        is_old = self.initial.get("consent") == self.cleaned_data["consent"]
        was_empty = is_old and not self.initial.get(name)
        if not was_empty and not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, words)

    def values(self) -> ParticipantInput:
        """Return the values that the person typed."""
        names = ("group", "consent", "office", "consent_on", "consent_how", "language",
                 "accommodation", "wants_reminder")  # fmt: skip
        return ParticipantInput(**{name: self.cleaned_data[name] for name in names})


_WHO = ("The participant", ["group", "language", "accommodation"])
_AGREED = ("Consent", ["consent", "consent_how", "consent_on", "office"])


class ParticipantCreateForm(_ParticipantFields, IdentityFields, CreateForm):
    """Form that adds a participant."""

    groups = [
        _WHO,
        ("Contact details, kept in the vault",
         ["name", "phone", "email", "wants_reminder"]),
        _AGREED,
    ]  # fmt: skip


class ParticipantEditForm(_ParticipantFields, ReviseForm):
    """Form that changes group, needs or consent."""

    groups = [_WHO, ("Reminders", ["wants_reminder"]), _AGREED]
