"""Forms of quotes and of the code book."""

import re
from typing import Any

from django import forms

from clayton_review.documents.editing import ReviseForm
from clayton_review.web.forms import CreateForm, PortalForm
from findings.models import Code
from findings.models.facts import CodeFacts
from findings.notation import CODE


class QuoteForm(PortalForm):
    """The exact words of an answer; JavaScript fills in the start of a selection."""

    words = forms.CharField(
        label="The exact words",
        max_length=5_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-words": "yes"}),
        help_text="Select them above, or copy them here exactly as they stand.",
    )
    start = forms.IntegerField(
        required=False, min_value=0, widget=forms.HiddenInput(attrs={"data-start": "yes"})
    )


class CodesForm(PortalForm):
    """Which codes lie on an excerpt."""

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


class _CodeFields(PortalForm):
    name = forms.CharField(
        label="Name", max_length=60, help_text="Letters, digits and hyphens, such as reason-given."
    )
    definition = forms.CharField(
        label="Definition",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="When to use it, and when not.",
    )
    parent = forms.ModelChoiceField(
        label="Comes under", queryset=Code.objects.none(), required=False, empty_label="Nothing"
    )
    is_theme = forms.BooleanField(label="This is a theme: it may become a finding", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        parent = self.fields["parent"]
        assert isinstance(parent, forms.ModelChoiceField)  # noqa: S101  # declared above
        parent.queryset = Code.objects.current()

    def clean_name(self) -> str:
        """The name as it is typed after the number sign."""
        name = str(self.cleaned_data["name"]).strip().removeprefix("#").lower()
        name = re.sub(r"\s+", "-", name)
        if not CODE.fullmatch(f"#{name}"):
            raise forms.ValidationError("Start with a letter; use letters, digits and hyphens.")
        return name

    def facts(self) -> CodeFacts:
        """What the person states."""
        names = ("name", "definition", "parent", "is_theme")
        return CodeFacts(**{name: self.cleaned_data[name] for name in names})


class CodeCreateForm(_CodeFields, CreateForm):
    """Defines a code."""


class CodeEditForm(_CodeFields, ReviseForm):
    """Changes an entry of the code book."""
