"""Forms of the team for stories and requests to talk."""

from typing import Any

from django import forms

from clayton_review.citable.editing import ReviseForm
from clayton_review.web.forms import PortalForm
from findings.stories.actions.stories import WorkingCopy
from findings.stories.models import StoryAsideReason


class WorkingCopyForm(ReviseForm):
    """Form with the working copy and the memo; the original stays unchanged."""

    copy = forms.CharField(
        label="Working copy",
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text="Put ((…)) around anything that identifies someone, and #code at the end of a "
        "line.",
    )
    memo = forms.CharField(
        label="Memo",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What it means for the study. Kept in the vault with the story.",
    )

    def show_stored(self, record: Any) -> None:
        """Keep what was typed; the page shows what the vault holds with `show_from_vault`."""
        super().show_stored(record)
        self.stored = [("Working copy", "")]

    def show_from_vault(self, stored: WorkingCopy) -> None:
        """Show what somebody else saved; the next save replaces it."""
        self.stored = [("Working copy", stored.copy), ("Memo", stored.memo)]

    def working_copy(self) -> WorkingCopy:
        """Return the working copy that was typed."""
        names = ("copy", "memo")
        return WorkingCopy(
            **{name: self.cleaned_data[name].replace("\r\n", "\n") for name in names}
        )


class SetAsideForm(ReviseForm):
    """Form with the reason for setting a story aside."""

    reason = forms.ChoiceField(
        label="Why are you setting it aside?",
        choices=StoryAsideReason.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("auto_id", "aside_%s")  # another form on the page has a revision, too
        super().__init__(*args, **options)


class ContactReasonForm(PortalForm):
    """Form with the reason for reading contact details."""

    reason = forms.CharField(
        label="Why do you need it?",
        initial="To arrange a talk",
        max_length=500,
        help_text="The audit record keeps your reason, your name and the time.",
    )
