"""Forms that write and edit recommendations."""

from typing import Any

from django import forms

from clayton_review.accounts.models import User
from clayton_review.web.forms import CreateForm, PortalForm
from findings.conclusions.forms.versioned import VersionedForm
from findings.conclusions.models.findings import Finding
from findings.recommendations.forms.goals import city_staff, open_steps
from findings.recommendations.inputs import RecommendationInput
from findings.recommendations.models.goals import ActionStep
from findings.recommendations.models.recommendations import (
    Priority,
    RecommendationStage,
)

_FIELDS = (
    "text", "addressee", "measure_of_done", "owner", "contact", "step", "priority", "due_on",
    "stage",
)  # fmt: skip


class _RecommendationFields(PortalForm):
    groups = [
        ("What should be done", ["findings", "text", "step"]),
        (
            "Who should do it, and when",
            ["addressee", "owner", "contact", "priority", "due_on", "stage"],
        ),
        ("How we will know it is done", ["measure_of_done"]),
    ]
    findings = forms.ModelMultipleChoiceField(
        label="Findings behind it",
        queryset=Finding.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    text = forms.CharField(label="Recommendation", widget=forms.Textarea(attrs={"rows": 4}))
    addressee = forms.CharField(
        label="Addressee", max_length=120, help_text="An office, such as Chief of Police."
    )
    owner = forms.CharField(label="Owner", required=False, max_length=120)
    contact = forms.ModelChoiceField(
        label="City contact",
        queryset=User.objects.none(),
        required=False,
        empty_label="All city staff with an account",
        help_text="Reminders before and after the due date go to this person.",
    )
    step = forms.ModelChoiceField(
        label="Goal and action step",
        queryset=ActionStep.objects.none(),
        required=False,
        empty_label="Not under a goal yet",
    )
    priority = forms.ChoiceField(label="Priority", choices=Priority.choices, initial="medium")
    due_on = forms.DateField(label="Due on", required=False)
    stage = forms.ChoiceField(label="Stage", choices=RecommendationStage.choices)
    measure_of_done = forms.CharField(
        label="Counts as done when",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Something anyone could check. It can no longer be changed once the "
        "recommendation is issued.",
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        findings = self.fields["findings"]
        assert isinstance(findings, forms.ModelMultipleChoiceField)  # noqa: S101  # declared above
        findings.queryset = Finding.objects.visible_to(user).current()
        fields: dict[str, Any] = self.fields
        fields["contact"].queryset = city_staff()
        fields["step"].queryset = open_steps()
        fields["step"].label_from_instance = lambda step: f"{step} (goal {step.goal})"

    def values(self) -> RecommendationInput:
        """Return the values that the person typed."""
        return RecommendationInput(**{name: self.cleaned_data[name] for name in _FIELDS})


class RecommendationCreateForm(_RecommendationFields, CreateForm):
    """Form that writes a recommendation."""


class RecommendationEditForm(_RecommendationFields, VersionedForm):
    """Form that edits a recommendation."""

    groups = [*_RecommendationFields.groups, ("About this change", ["why"])]
