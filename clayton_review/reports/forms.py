"""Forms of the draft: words, remarks, answers to warnings, and decisions."""

from django import forms

from clayton_review.citable.editing import ReviseForm
from clayton_review.reports.sections import SECTIONS
from clayton_review.web.forms import CreateForm, PortalForm


class HeadlineAndSummaryForm(ReviseForm):
    revision_field = "text_revision"
    headline = forms.CharField(
        max_length=200,
        help_text="One sentence that states the fact. For example: Spending is $6,210 over plan",
    )
    lede = forms.CharField(
        max_length=1_000,
        label="Summary",
        help_text="What was done, found and spent, and what the Board is asked to decide.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SectionForm(ReviseForm):
    narrative = forms.CharField(
        required=False,
        max_length=20_000,
        label="Text",
        help_text=(
            'Write numbers as {{ figure "name" }} and facts as {{ fact "name" }}. '
            "A blank line starts a paragraph, “- ” a list item, “> ” a quotation."
        ),
        widget=forms.Textarea(attrs={"rows": 14}),
    )


class CommentForm(CreateForm):
    section = forms.ChoiceField(choices=[(kind.name, kind.title) for kind in SECTIONS])
    text = forms.CharField(
        max_length=4_000, label="Comment", widget=forms.Textarea(attrs={"rows": 3})
    )


class WarningAnswerForm(PortalForm):
    warning = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    reason = forms.CharField(max_length=500, label="Why it is acceptable")


class ReasonForm(PortalForm):
    reason = forms.CharField(
        max_length=1_000, label="Reason", widget=forms.Textarea(attrs={"rows": 3})
    )


class ApprovalForm(PortalForm):
    content = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)


class ButtonForm(PortalForm):
    """Form of a step that needs only its button."""
