"""Forms of findings and of the evidence they stand on."""

from typing import Any

from django import forms

from clayton_review.citable.editing import ReviseForm
from clayton_review.citable.records import Record
from clayton_review.web.forms import CreateForm, PortalForm
from findings.coding.models.codes import Code
from findings.conclusions.inputs import FindingInput
from findings.conclusions.models.evidence import Stance
from findings.conclusions.models.findings import ELEMENTS, Kind, Pillar

_LONG = {"rows": 4}
OVER = "Saved over a change someone else made; both versions were shown"


class _FindingFields(PortalForm):
    needed = dict.fromkeys(ELEMENTS, "required before review")
    groups = [
        ("What we find", ["statement", "kind", "pillar", "theme"]),
        ("The four elements", ["condition", "criteria", "cause", "effect"]),
    ]
    statement = forms.CharField(
        label="Statement",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="State the fact in one sentence.",
    )
    kind = forms.ChoiceField(label="Kind", choices=Kind.choices, widget=forms.RadioSelect)
    pillar = forms.ChoiceField(label="Pillar", choices=[("", "Choose"), *Pillar.choices])
    theme = forms.ModelChoiceField(
        label="Theme", queryset=Code.objects.none(), required=False, empty_label="None"
    )
    condition = forms.CharField(
        label="Condition",
        required=False,
        widget=forms.Textarea(attrs=_LONG),
        help_text="What is happening now.",
    )
    criteria = forms.CharField(
        label="Criteria",
        required=False,
        widget=forms.Textarea(attrs=_LONG),
        help_text="What should be happening, and who says so.",
    )
    cause = forms.CharField(
        label="Cause",
        required=False,
        widget=forms.Textarea(attrs=_LONG),
        help_text="Why it is happening.",
    )
    effect = forms.CharField(
        label="Effect",
        required=False,
        widget=forms.Textarea(attrs=_LONG),
        help_text="What results from it, and for whom.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        theme = self.fields["theme"]
        assert isinstance(theme, forms.ModelChoiceField)  # noqa: S101  # declared above
        theme.queryset = Code.objects.current().filter(is_theme=True)

    def facts(self) -> FindingInput:
        """Return the values that the person typed."""
        names = ("statement", "kind", "pillar", "theme", "condition", "criteria", "cause", "effect")
        return FindingInput(**{name: self.cleaned_data[name] for name in names})


class FindingCreateForm(_FindingFields, CreateForm):
    """Writes a finding."""


class WhyField(forms.CharField):
    """Why a text is changed; kept with the version."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label="Reason for this change",
            max_length=300,
            help_text="One line. It is kept with this version.",
            **options,
        )


class VersionedForm(ReviseForm):
    """Changes words that are kept as versions; nothing saved over somebody else's is merged."""

    why = WhyField(required=False)
    is_over = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def show_stored(self, record: Record) -> None:
        """The next save replaces what somebody stored meanwhile: it is a version of its own."""
        super().show_stored(record)
        self.data[self.add_prefix("is_over")] = "on"  # type: ignore[index]  # a copy

    def reason(self) -> str:
        """Why the text changes; a save over another always has a reason."""
        typed: str = self.cleaned_data["why"]
        return typed or (OVER if self.cleaned_data["is_over"] else "")


class FindingEditForm(_FindingFields, VersionedForm):
    """Changes the words of a finding; what was signed is changed for a reason."""

    groups = [*_FindingFields.groups, ("For people who read it again", ["why"])]

    def __init__(self, *args: Any, is_signed: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["why"].required = is_signed
        self.fields["why"].error_messages["required"] = (
            "This text is signed. Say why you are changing it."
        )


class EvidenceForm(CreateForm):
    """One piece of evidence out of those that were found."""

    source = forms.ChoiceField(label="Evidence", widget=forms.RadioSelect)
    stance = forms.ChoiceField(
        label="Role of this evidence", choices=Stance.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=500,
        help_text="What exactly it shows. For evidence against the finding, give our answer to it.",
    )
    is_quoted = forms.BooleanField(
        label="Show the words as a quote when the finding is released", required=False
    )

    def __init__(
        self, *args: Any, choices: list[tuple[str, str]], can_quote: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)  # noqa: S101  # declared above
        source.choices = choices
        self.initial.setdefault("stance", Stance.SUPPORTING)
        if not can_quote:
            del self.fields["is_quoted"]


class EvidenceEditForm(ReviseForm):
    """What one piece of evidence does for the finding."""

    stance = forms.ChoiceField(
        label="Role of this evidence", choices=Stance.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=500,
        help_text="What exactly it shows. For evidence against the finding, give our answer to it.",
    )
    is_quoted = forms.BooleanField(
        label="Show the words as a quote when the finding is released", required=False
    )

    def __init__(self, *args: Any, can_quote: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not can_quote:
            del self.fields["is_quoted"]


class SearchForm(PortalForm):
    """A few words to look for."""

    q = forms.CharField(label="Search", required=False, max_length=200)


class SignForm(ReviseForm):
    """What somebody confirms who signs a finding."""

    has_read = forms.BooleanField(
        label="I have read the evidence for and against",
        error_messages={"required": "Read the evidence, then check this box to sign."},
    )


class ReturnForm(ReviseForm):
    """Why a finding goes back to its writers."""

    reason = forms.CharField(
        label="What should the writers change?",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RemoveForm(PortalForm):
    """Why a piece of evidence is taken off the thread."""

    reason = forms.CharField(
        label="Why are you removing it?", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
