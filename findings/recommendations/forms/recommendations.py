"""Forms of recommendations and of the progress made on them."""

from typing import Any

from django import forms

from clayton_review.accounts.models import User
from clayton_review.citable.editing import ReviseForm
from clayton_review.documents.forms import UploadField
from clayton_review.documents.models import Document
from clayton_review.web.forms import CreateForm, PortalForm
from findings.conclusions.forms.findings import VersionedForm
from findings.conclusions.models.findings import Finding
from findings.recommendations.forms.goals import city_staff, open_steps
from findings.recommendations.inputs import CityResponseInput, ProgressInput, RecommendationInput
from findings.recommendations.models.goals import ActionStep
from findings.recommendations.models.recommendations import (
    REPORTABLE,
    STATUS_TRANSITIONS,
    Priority,
    Recommendation,
    Response,
    Stage,
    Status,
)

_FACTS = (
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
    stage = forms.ChoiceField(label="Stage", choices=Stage.choices)
    measure_of_done = forms.CharField(
        label="Measure of done",
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

    def facts(self) -> RecommendationInput:
        """Return the values that the person typed."""
        return RecommendationInput(**{name: self.cleaned_data[name] for name in _FACTS})


class RecommendationCreateForm(_RecommendationFields, CreateForm):
    """Writes a recommendation."""


class RecommendationEditForm(_RecommendationFields, VersionedForm):
    """Changes a recommendation."""

    groups = [*_RecommendationFields.groups, ("For people who read it again", ["why"])]


class ProgressForm(ReviseForm):
    """One step: what was reported, seen or decided."""

    status = forms.ChoiceField(
        label="Status",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the current status."},
    )
    stage = forms.ChoiceField(
        label="Stage reached",
        choices=Stage.choices,
        help_text="First the rule is written, then people are trained, then it is practiced.",
    )
    note = forms.CharField(
        label="What was done or seen",
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_note_public = forms.BooleanField(
        label="This note may be published on the tracker",
        required=False,
        help_text="It appears with the next monthly report.",
    )

    def __init__(self, *args: Any, recommendation: Recommendation, **options: Any) -> None:
        super().__init__(*args, **options)
        status = self.fields["status"]
        assert isinstance(status, forms.ChoiceField)  # noqa: S101  # declared above
        present = Status(recommendation.status)
        possible = {present, *STATUS_TRANSITIONS[present]}
        allowed = [choice for choice in Status if choice in possible and self.is_open_to(choice)]
        status.choices = [(choice.value, choice.label) for choice in allowed]
        self.initial.setdefault("stage", recommendation.stage)

    def is_open_to(self, status: Status) -> bool:
        """Whether this form may set the status; the action decides in the end."""
        return True

    def progress(self) -> ProgressInput:
        """Return the values that the person typed."""
        stated = self.cleaned_data
        return ProgressInput(
            status=stated["status"],
            stage=stated["stage"],
            note=stated["note"],
            document=stated.get("document"),
            is_note_public=stated["is_note_public"],
        )


class CityProgressForm(ProgressForm, CreateForm):
    """What the city reports about its own work, with the document that shows it."""

    needed = {"upload": "required to report it as implemented"}
    upload = UploadField(label="Document that shows what was done")
    field_order = ["status", "stage", "note", "upload", "is_note_public"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        words = "The city, the Board and the study team can open it."
        self.fields["upload"].help_text = f"{words} {self.fields['upload'].help_text}"

    def is_open_to(self, status: Status) -> bool:
        """The city reports; it never verifies or closes."""
        return status in REPORTABLE


class AnswerForm(ReviseForm):
    """What the city answers to a recommendation."""

    response = forms.ChoiceField(
        label="Does the city concur?",
        choices=Response.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the city’s response."},
    )
    text = forms.CharField(
        label="In the city’s words",
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Published on the tracker with the next monthly report.",
    )
    given_on = forms.DateField(label="Date of the response")

    def answer(self) -> CityResponseInput:
        """Return the values that the person typed."""
        stated = self.cleaned_data
        return CityResponseInput(stated["response"], stated["text"], stated["given_on"])


class TeamProgressForm(ProgressForm):
    """What the consultants note, verify or close."""

    needed = {"document": "required to verify"}

    document = forms.ModelChoiceField(
        label="Document that shows what was done",
        queryset=Document.objects.none(),
        required=False,
    )
    field_order = ["status", "document", "stage", "note", "is_note_public"]

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        document = self.fields["document"]
        assert isinstance(document, forms.ModelChoiceField)  # noqa: S101  # declared above
        document.queryset = Document.objects.visible_to(user).current()
