"""Forms that write and edit findings."""

from typing import Any

from django import forms

from clayton_review.web.forms import CreateForm, PortalForm
from findings.coding.models.codes import Code
from findings.conclusions.forms.versioned import VersionedForm
from findings.conclusions.inputs import FindingInput
from findings.conclusions.models.findings import ELEMENT_MEANINGS, ELEMENTS, FindingKind, Pillar

_LONG = {"rows": 4}


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
    kind = forms.ChoiceField(label="Type", choices=FindingKind.choices, widget=forms.RadioSelect)
    pillar = forms.ChoiceField(label="Pillar", choices=[("", "Choose"), *Pillar.choices])
    theme = forms.ModelChoiceField(
        label="Theme", queryset=Code.objects.none(), required=False, empty_label="None"
    )
    condition = forms.CharField(
        label=f"Condition: {ELEMENT_MEANINGS['condition']}",
        required=False,
        widget=forms.Textarea(attrs=_LONG),
        help_text="The facts as they are now.",
    )
    criteria = forms.CharField(
        label=f"Criteria: {ELEMENT_MEANINGS['criteria']}",
        required=False,
        widget=forms.Textarea(attrs=_LONG),
        help_text="Name the law, policy or standard that says so.",
    )
    cause = forms.CharField(
        label=f"Cause: {ELEMENT_MEANINGS['cause']}",
        required=False,
        widget=forms.Textarea(attrs=_LONG),
        help_text="What the evidence shows to be behind it.",
    )
    effect = forms.CharField(
        label=f"Effect: {ELEMENT_MEANINGS['effect']}",
        required=False,
        widget=forms.Textarea(attrs=_LONG),
        help_text="Say for whom.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        theme = self.fields["theme"]
        assert isinstance(theme, forms.ModelChoiceField)  # noqa: S101  # declared above
        theme.queryset = Code.objects.current().filter(is_theme=True)

    def values(self) -> FindingInput:
        """Return the values that the person typed."""
        names = ("statement", "kind", "pillar", "theme", "condition", "criteria", "cause", "effect")
        return FindingInput(**{name: self.cleaned_data[name] for name in names})


class FindingCreateForm(_FindingFields, CreateForm):
    """Form that writes a finding."""


class FindingEditForm(_FindingFields, VersionedForm):
    """Form that edits a finding; once it is signed, the reason is required."""

    groups = [*_FindingFields.groups, ("About this change", ["why"])]

    def __init__(self, *args: Any, is_signed: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["why"].required = is_signed
        self.fields["why"].error_messages["required"] = (
            "This text is signed. Say why you are changing it."
        )
