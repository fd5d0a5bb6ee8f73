"""Forms that sign a finding or return it to its writers."""

from typing import Any

from django import forms

from clayton_review.citable.editing import StepForm, WithdrawForm


class SignForm(StepForm):
    """Form that signs a finding after the evidence was read."""

    has_read = forms.BooleanField(
        label="I have read the evidence for and against",
        error_messages={"required": "Read the evidence, then check this box to sign."},
    )

    def show_stored(self, record: Any) -> None:
        """Let the next press sign what is stored now, once it was read."""
        super().show_stored(record)
        self.data.pop(self.add_prefix("has_read"), None)  # type: ignore[attr-defined]  # a copy


class ReturnToAuthorForm(WithdrawForm):
    """Form with the reason for returning a finding to its writers."""

    reason = forms.CharField(
        label="What should the writers change?",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
