"""Forms of interview guides."""

from django import forms

from clayton_review.citable.editing import ReviseForm
from clayton_review.web.forms import CreateForm, PortalForm
from findings.interviews.inputs import GuideInput


class _GuideFields(PortalForm):
    introduction = forms.CharField(
        label="Introduction",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What you say before the first question, including consent.",
    )
    questions = forms.CharField(
        label="Questions",
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="One per line, in the order you ask them.",
    )

    def question_list(self) -> list[str]:
        """List the questions, without empty lines."""
        lines = self.cleaned_data["questions"].splitlines()
        return [line.strip() for line in lines if line.strip()]


class GuideCreateForm(_GuideFields, CreateForm):
    """Form that creates a guide."""

    title = forms.CharField(label="Title", max_length=120)
    field_order = ["title"]

    def values(self) -> GuideInput:
        """Return the values that the person typed."""
        return GuideInput(self.cleaned_data["title"], self.cleaned_data["introduction"])


class GuideEditForm(_GuideFields, ReviseForm):
    """Form that changes a version that no interview follows."""
