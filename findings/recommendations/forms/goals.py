"""Forms of goals and action steps, and of assigning recommendations."""

from typing import Any

from django import forms
from django.utils.text import Truncator

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import ReviseForm
from clayton_review.web.forms import CreateForm, PortalForm
from findings.recommendations.inputs import (
    ActionStepInput,
    GoalInput,
    RecommendationAssignmentInput,
)
from findings.recommendations.models.goals import ActionStep, Goal
from findings.recommendations.models.recommendations import Recommendation


def city_staff() -> Any:
    """Return the users who may report for the city."""
    return User.objects.holding(Permission.REPORT_PROGRESS).order_by("name")


def open_steps() -> Any:
    """Return the action steps that a recommendation may be put under."""
    steps = ActionStep.objects.current().filter(goal__withdrawn_on__isnull=True)
    return steps.select_related("goal")


class _TitleField(forms.CharField):
    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 2})
        super().__init__(max_length=200, widget=widget, **options)


class GoalCreateForm(CreateForm):
    """Form that creates a goal."""

    title = _TitleField(label="Goal", help_text="What the study wants to achieve, in one sentence.")

    def values(self) -> GoalInput:
        """Return the values that the person typed."""
        return GoalInput(title=self.cleaned_data["title"].strip())


class StepCreateForm(CreateForm):
    """Form that creates an action step."""

    goal = forms.ModelChoiceField(
        label="Goal", queryset=Goal.objects.none(), empty_label="Choose a goal"
    )
    title = _TitleField(label="Action step", help_text="What will be done to get there.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["goal"].queryset = Goal.objects.current()  # type: ignore[attr-defined]  # above

    def values(self) -> ActionStepInput:
        """Return the values that the person typed."""
        return ActionStepInput(
            goal=self.cleaned_data["goal"], title=self.cleaned_data["title"].strip()
        )


class PlanTitleForm(ReviseForm):
    """Form that changes the title of a goal or step."""

    title = _TitleField(
        label="Wording", help_text="The number does not change. Released texts keep their wording."
    )


class AssignForm(PortalForm):
    """Form that puts several recommendations under a step, or gives them an owner or contact."""

    groups = [
        ("Recommendations to change", ["recommendations"]),
        ("What to assign", ["step", "owner", "contact"]),
    ]
    recommendations = forms.ModelMultipleChoiceField(
        label="Recommendations",
        queryset=Recommendation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    step = forms.ModelChoiceField(
        label="Action step", queryset=ActionStep.objects.none(), required=False,
        empty_label="No change",
    )  # fmt: skip
    owner = forms.CharField(
        label="Owner", required=False, max_length=120, help_text="Leave empty for no change."
    )
    contact = forms.ModelChoiceField(
        label="City contact", queryset=User.objects.none(), required=False,
        empty_label="No change", help_text="Reminders go to this person.",
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["recommendations"].queryset = (
            Recommendation.objects.visible_to(user).current().with_plan()
        )
        fields["recommendations"].label_from_instance = _recommendation_label
        fields["step"].queryset = open_steps()
        fields["contact"].queryset = city_staff()

    def assignment(self) -> RecommendationAssignmentInput:
        """Return the values that all chosen recommendations get."""
        values = self.cleaned_data
        return RecommendationAssignmentInput(
            values["step"], values["owner"].strip(), values["contact"]
        )


def _recommendation_label(row: Recommendation) -> str:
    place = f"step {row.step.label}" if row.step else "no step yet"
    return f"{row.reference}: {Truncator(row.text).chars(110)} ({place})"
