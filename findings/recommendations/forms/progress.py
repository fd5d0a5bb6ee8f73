"""Forms of progress on a recommendation and of the city's response."""

from typing import Any

from django import forms

from clayton_review.accounts.models import User
from clayton_review.citable.editing import ReviseForm
from clayton_review.documents.forms import UploadField
from clayton_review.documents.models import Document
from clayton_review.web.forms import CreateForm
from findings.recommendations.inputs import CityResponseInput, ProgressInput
from findings.recommendations.models.recommendations import (
    REPORTABLE,
    STATUS_TRANSITIONS,
    CityAnswer,
    Recommendation,
    RecommendationStage,
    RecommendationStatus,
)


class ProgressForm(ReviseForm):
    """Form that reports or decides the status of a recommendation."""

    status = forms.ChoiceField(
        label="Status",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the current status."},
    )
    stage = forms.ChoiceField(
        label="Stage reached",
        choices=RecommendationStage.choices,
        help_text="First the rule is written, then people are trained, then it is practiced.",
    )
    note = forms.CharField(
        label="What was done or seen",
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_note_public = forms.BooleanField(
        label="This note may be published on the recommendations page",
        required=False,
        help_text="It appears with the next monthly report.",
    )

    def __init__(self, *args: Any, recommendation: Recommendation, **options: Any) -> None:
        super().__init__(*args, **options)
        status = self.fields["status"]
        assert isinstance(status, forms.ChoiceField)  # noqa: S101  # declared above
        current_status = RecommendationStatus(recommendation.status)
        possible = {current_status, *STATUS_TRANSITIONS[current_status]}
        open_statuses = [
            choice
            for choice in RecommendationStatus
            if choice in possible and self.is_open_to(choice)
        ]
        status.choices = [(choice.value, choice.label) for choice in open_statuses]
        self.initial.setdefault("stage", recommendation.stage)

    def is_open_to(self, status: RecommendationStatus) -> bool:
        """True if this form may set the status; the action checks it again."""
        return True

    def progress(self) -> ProgressInput:
        """Return the values that the person typed."""
        values = self.cleaned_data
        return ProgressInput(
            status=values["status"],
            stage=values["stage"],
            note=values["note"],
            document=values.get("document"),
            is_note_public=values["is_note_public"],
        )


class CityProgressForm(ProgressForm, CreateForm):
    """Form with which the city reports progress, with a document."""

    needed = {"upload": "required to report it as implemented"}
    upload = UploadField(label="Document that shows what was done")
    field_order = ["status", "stage", "note", "upload", "is_note_public"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        words = "The city, the Board and the study team can open it."
        self.fields["upload"].help_text = f"{words} {self.fields['upload'].help_text}"

    def is_open_to(self, status: RecommendationStatus) -> bool:
        """True if the city may report this status; it never verifies or closes."""
        return status in REPORTABLE


class CityResponseForm(ReviseForm):
    """Form with the city's response to a recommendation."""

    response = forms.ChoiceField(
        label="Does the city agree?",
        choices=CityAnswer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the city’s response."},
    )
    text = forms.CharField(
        label="In the city’s words",
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Published on the recommendations page with the next monthly report.",
    )
    given_on = forms.DateField(label="Date of the response")

    def answer(self) -> CityResponseInput:
        """Return the values that the person typed."""
        values = self.cleaned_data
        return CityResponseInput(values["response"], values["text"], values["given_on"])


class ConsultantProgressForm(ProgressForm):
    """Form with which consultants note, verify or close."""

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
