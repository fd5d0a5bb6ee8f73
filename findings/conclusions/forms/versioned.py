"""Base of forms on texts that are kept in versions."""

from typing import Any

from django import forms

from clayton_review.citable.editing import ReviseForm
from clayton_review.citable.records import Record

OVERWRITE_REASON = "Saved over a change made meanwhile; both texts were shown"


class WhyField(forms.CharField):
    """Why a text is changed; kept with the version."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label="Why this change",
            max_length=300,
            help_text="One line, kept with this version.",
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
        return typed or (OVERWRITE_REASON if self.cleaned_data["is_over"] else "")
