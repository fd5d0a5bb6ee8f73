"""Forms of the evidence linked to a finding."""

from typing import Any

from django import forms

from clayton_review.citable.editing import ReviseForm, WithdrawForm
from clayton_review.web.forms import CreateForm, PortalForm
from findings.conclusions.models.evidence import Stance


class _LinkFields(PortalForm):
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


class EvidenceLinkForm(_LinkFields, CreateForm):
    """Form that links one of the pieces of evidence found by a search."""

    field_order = ("record_id", "source")
    source = forms.ChoiceField(label="Evidence", widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)  # noqa: S101  # declared above
        source.choices = choices
        self.initial.setdefault("stance", Stance.SUPPORTING)


class EvidenceLinkEditForm(_LinkFields, ReviseForm):
    """Form that changes stance, note and quoting of a link."""


class SearchForm(PortalForm):
    """Form with the words of a search."""

    q = forms.CharField(label="Search", required=False, max_length=200)


class RemoveForm(WithdrawForm):
    """Form with the reason for removing a piece of evidence."""

    reason = forms.CharField(
        label="Why are you removing it?", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
