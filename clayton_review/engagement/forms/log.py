"""The forms of the log: time, mileage and an expense, each filled in within a minute."""

from decimal import Decimal
from typing import Any

from django import forms

from clayton_review.engagement.actions.receipt_photos import looks_like_photo
from clayton_review.engagement.forms.records import ExpenseForm, RecordForm, above_zero, team_member
from clayton_review.engagement.models import (
    ExpenseInput,
    ExpenseKind,
    HoursInput,
    MileageInput,
    Task,
)
from clayton_review.web.fields import DayField, MoneyField
from clayton_review.web.forms import CreateForm


class HoursField(forms.DecimalField):
    """Hours as people write them: `1.5`, `1:30` or `1h30`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_digits=5,
            decimal_places=2,
            min_value=None,
            error_messages={
                "required": "Enter the hours.",
                "invalid": "Enter the hours as a number, for example 1.5 or 1:30.",
            },
            **options,
        )
        self.widget = forms.TextInput(
            attrs={"inputmode": "text", "class": "short", "autocomplete": "off"}
        )
        self.widget.is_required = self.required

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            hours, mark, minutes = value.strip().lower().replace("h", ":").partition(":")
            if mark and hours.isdecimal() and (minutes or "0").isdecimal() and len(minutes) <= 2:
                if int(minutes or 0) > 59:
                    raise forms.ValidationError("Enter at most 59 minutes.")
                exact = Decimal(hours) + Decimal(minutes or 0) / 60
                value = str(exact.quantize(Decimal("0.01"))) if exact < 1000 else hours
        return super().to_python(value)


class _LoggedForm(RecordForm):
    """Base of log entries: the task, the day and the words."""

    task = forms.ChoiceField(choices=Task.choices, widget=forms.RadioSelect)
    incurred_on = DayField(label="Day")
    description = forms.CharField(max_length=500)


class TimeForm(_LoggedForm):
    """Hours on a task."""

    input_type = HoursInput
    field_order = ("hours", "task", "description", "incurred_on", "spent_by")
    hours = HoursField(help_text="For example: 1.5 or 1:30")
    description = forms.CharField(
        label="What you did",
        max_length=500,
        help_text="Leave out the names of people we talked to.",
    )
    spent_by = team_member("Who")

    def clean_hours(self) -> Any:
        hours: Decimal = self.cleaned_data["hours"]
        if not 0 < hours <= 24:
            raise forms.ValidationError("Enter more than 0 and at most 24 hours.")
        return hours


class MileageForm(_LoggedForm):
    """Miles driven."""

    input_type = MileageInput
    field_order = ("miles", "description", "task", "incurred_on", "spent_by")
    miles = forms.DecimalField(
        max_digits=7,
        decimal_places=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
        help_text="Round trip. For example: 23.4",
    )
    description = forms.CharField(
        label="Route", max_length=500, help_text="For example: office to City Hall"
    )
    spent_by = team_member("Who")

    def clean_miles(self) -> Any:
        return above_zero(self.cleaned_data["miles"])


class CostForm(_LoggedForm):
    """Money paid out, with a photo of the receipt."""

    input_type = ExpenseInput
    field_order = ("amount", "description", "receipt", "task", "incurred_on", "spent_by")
    amount = MoneyField(min_value=None)
    description = forms.CharField(label="What for", max_length=500)
    receipt = forms.FileField(
        label="Photo of the receipt",
        required=False,
        widget=forms.FileInput(
            attrs={"accept": "image/*", "capture": "environment", "data-shrink": "2000"}
        ),
        help_text="JPEG or PNG. We remove the time and place it was taken before we store it.",
    )
    spent_by = team_member("Who")
    kind = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_amount(self) -> Any:
        return above_zero(self.cleaned_data["amount"])

    def clean_receipt(self) -> Any:
        upload = self.cleaned_data["receipt"]
        if upload and not looks_like_photo(upload.read(16)):
            raise forms.ValidationError("This is not a photo. Choose a JPEG or PNG.")
        if upload:
            upload.seek(0)
        return upload

    def clean_kind(self) -> str:
        return ExpenseKind.REIMBURSABLE


class _OwnEntry(CreateForm):
    """A new entry of the person who fills the form in."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self.person = options["user"]
        super().__init__(*args, **options)
        del self.fields["spent_by"]

    def clean(self) -> None:
        super().clean()
        self.cleaned_data["spent_by"] = self.person


class LogTimeForm(_OwnEntry, TimeForm):
    """Hours of one's own."""


class LogMileageForm(_OwnEntry, MileageForm):
    """Miles of one's own."""


class LogCostForm(_OwnEntry, CostForm):
    """An expense of one's own."""


LOG_FORMS: dict[str, type[RecordForm]] = {
    "time": LogTimeForm,
    "mileage": LogMileageForm,
    "expense": LogCostForm,
}
FORM_OF: dict[str, type[RecordForm]] = {
    "time": TimeForm,
    "mileage": MileageForm,
    "amount": ExpenseForm,
}
