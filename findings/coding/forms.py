"""Forms of quotes and of the code book."""

import re
from typing import Any

from django import forms

from clayton_review.citable.editing import ReviseForm
from clayton_review.web.forms import CreateForm, PortalForm
from findings.coding.inputs import CodeInput
from findings.coding.models.codes import Code
from findings.coding.models.notation import CODE
from findings.coding.models.quotable_texts import SpeakerGroup
from findings.coding.selectors.code_book import code_tree, indented_name


class QuoteForm(PortalForm):
    """Form with the exact words of a quote; JavaScript fills in the start of a selection."""

    words = forms.CharField(
        label="The exact words",
        max_length=5_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-words": "yes"}),
        help_text="Select them above, or copy them here exactly as they are written.",
    )
    start = forms.IntegerField(
        required=False, min_value=0, widget=forms.HiddenInput(attrs={"data-start": "yes"})
    )


class CodesForm(PortalForm):
    """Form that chooses the codes of one quote."""

    codes = forms.ModelMultipleChoiceField(
        label="Codes",
        queryset=Code.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        codes = self.fields["codes"]
        assert isinstance(codes, forms.ModelMultipleChoiceField)  # noqa: S101  # declared above
        codes.queryset = Code.objects.current().select_related("parent")
        codes.choices = [
            (branch.code.pk, indented_name(branch)) for branch in code_tree(codes.queryset)
        ]


class _CodeFields(PortalForm):
    name = forms.CharField(
        label="Name",
        max_length=60,
        help_text="Use letters, digits and hyphens. For example: reason-given.",
    )
    definition = forms.CharField(
        label="Definition",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What it means, in one sentence.",
    )
    include_rule = forms.CharField(
        label="Use it when", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    exclude_rule = forms.CharField(
        label="Do not use it when", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    examples = forms.CharField(
        label="Examples",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Typical words, one example per line. No names.",
    )
    parent = forms.ModelChoiceField(
        label="Parent code", queryset=Code.objects.none(), required=False, empty_label="Nothing"
    )
    position = forms.IntegerField(
        label="Order",
        required=False,
        min_value=0,
        max_value=999,
        initial=0,
        help_text="Among codes with the same parent, lower numbers come first.",
    )
    is_theme = forms.BooleanField(label="This is a theme that may become a finding", required=False)
    groups = [
        ("The code", ["name", "definition"]),
        ("When it applies", ["include_rule", "exclude_rule", "examples"]),
        ("Its place", ["parent", "position", "is_theme"]),
    ]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        parent = self.fields["parent"]
        assert isinstance(parent, forms.ModelChoiceField)  # noqa: S101  # declared above
        parent.queryset = Code.objects.current()

    def clean_name(self) -> str:
        """Return the name as it is typed after the number sign."""
        name = str(self.cleaned_data["name"]).strip().removeprefix("#").lower()
        name = re.sub(r"\s+", "-", name)
        if "/" in name or not CODE.fullmatch(f"#{name}"):
            raise forms.ValidationError("Start with a letter; use letters, digits and hyphens.")
        return name

    def values(self) -> CodeInput:
        """Return the values that the person typed."""
        names = ("name", "definition", "parent", "is_theme", "examples", "include_rule",
                 "exclude_rule")  # fmt: skip
        values = {name: self.cleaned_data[name] for name in names}
        return CodeInput(**values, position=self.cleaned_data["position"] or 0)


class CodeCreateForm(_CodeFields, CreateForm):
    """Form that defines a code."""


class CodeEditForm(_CodeFields, ReviseForm):
    """Form that changes a code."""


class MergeCodesForm(ReviseForm):
    """Form that chooses the code into which another one is merged."""

    into = forms.ModelChoiceField(label="Merge it into", queryset=Code.objects.none())

    def __init__(self, *args: Any, code: Code, **options: Any) -> None:
        super().__init__(*args, **options)
        into = self.fields["into"]
        assert isinstance(into, forms.ModelChoiceField)  # noqa: S101  # declared above
        into.queryset = Code.objects.current().exclude(pk=code.pk)


class SpeakerGroupForm(PortalForm):
    """Form that notes the group of somebody in a room."""

    group = forms.ChoiceField(
        label="Who said it",
        required=False,
        choices=[("", "Not recorded"), *SpeakerGroup.choices],
        help_text="Needed only if a quote may be shown with the speaker’s group. Never enter a "
        "name.",
    )


class BulkCodesForm(PortalForm):
    """Form with the codes for all checked quotes, typed as in notes."""

    codes = forms.CharField(label="Codes", max_length=500)

    def clean_codes(self) -> list[Code]:
        """Return the typed codes that are in use; `parent/child` means the child."""
        words = str(self.cleaned_data["codes"]).replace(",", " ").split()
        names = [word.removeprefix("#").rpartition("/")[2].lower() for word in words]
        codes = {code.name: code for code in Code.objects.current().filter(name__in=names)}
        missing = [name for name in names if name not in codes]
        if missing:
            raise forms.ValidationError(
                f"#{missing[0][:60]} is not in the code book. Define it first, or "
                "choose another code."
            )
        return list(codes.values())
