"""Forms of the team's work on stories and requests to talk."""

from typing import Any

from django import forms

from clayton_review.citable.editing import ReviseForm
from clayton_review.web.forms import PortalForm
from findings.stories.actions.stories import Work
from findings.stories.models import AsideReason


class WorkForm(ReviseForm):
    """The working copy and the memo; the original stays as it is."""

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

    def show_instead(self, revision: int, stored: Work) -> None:
        """Keep what was typed, show what somebody else saved, and let the next save replace it."""
        self.stored = [("Working copy", stored.copy), ("Memo", stored.memo)]
        sent: Any = self.data
        self.data = {**sent.dict(), "revision": str(revision)}

    def work(self) -> Work:
        """What was typed."""
        names = ("copy", "memo")
        return Work(**{name: self.cleaned_data[name].replace("\r\n", "\n") for name in names})


class AsideForm(ReviseForm):
    """Why a story is set aside."""

    reason = forms.ChoiceField(
        label="Why are you setting it aside?", choices=AsideReason.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("auto_id", "aside_%s")  # another form on the page has a revision, too
        super().__init__(*args, **options)


class ContactForm(PortalForm):
    """Why somebody needs to know how to reach a person."""

    reason = forms.CharField(
        label="Why do you need it?",
        initial="To arrange a talk",
        max_length=500,
        help_text="The audit record keeps your reason, your name and the time.",
    )
