"""Base of the forms that edit a text kept in versions."""

from typing import Any

from django import forms

from clayton_review.citable.editing import ReviseForm
from clayton_review.citable.records import Record

OVERWRITE_REASON = "Saved over a change someone else made; both versions were shown"


class ReasonField(forms.CharField):
    """Field with the reason for a change, which is kept with the version."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label="Reason for this change",
            max_length=300,
            help_text="One line. It is kept with this version.",
            **options,
        )


class VersionedForm(ReviseForm):
    """Form that edits a text kept in versions and asks for the reason."""

    why = ReasonField(required=False)
    is_over = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def show_stored(self, record: Record) -> None:
        """Show what somebody else stored; the next save replaces it and says so in its version."""
        super().show_stored(record)
        self.data[self.add_prefix("is_over")] = "on"  # type: ignore[index]  # a copy

    def reason(self) -> str:
        """Return the reason of the change; saving over another text always has one."""
        typed: str = self.cleaned_data["why"]
        return typed or (OVERWRITE_REASON if self.cleaned_data["is_over"] else "")
