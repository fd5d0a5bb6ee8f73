"""The engagement's forms: each parses what is typed into the values of one kind of record."""

from datetime import date
from typing import Any

from django import forms

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission, Role, allows
from clayton_review.citable.editing import ReviseForm, WithdrawForm
from clayton_review.documents.models import Document
from clayton_review.engagement.models import (
    AmendmentInput,
    BoardAnswer,
    BoardMeetingInput,
    ContractInput,
    DecisionAsked,
    DecisionAskedInput,
    ExpenseInput,
    ExpenseKind,
    HourlyRateInput,
    MileageRateInput,
    Milestone,
    MilestoneInput,
    MilestoneTitleInput,
    PlannedMonthInput,
    Task,
)
from clayton_review.web.fields import DayField, MoneyField
from clayton_review.web.formatting import day
from clayton_review.web.forms import PortalForm

TEAM = [role for role in Role if allows(role, Permission.WRITE_ENGAGEMENT)]


def _text(label: str, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea, **options)


def team_member(label: str) -> "forms.ModelChoiceField[Any]":
    """Return a field to choose a person of the team."""
    return forms.ModelChoiceField(User.objects.filter(role__in=TEAM, is_active=True), label=label)


def above_zero(amount: Any) -> Any:
    """Return the amount. Raise `ValidationError` if it is not above 0."""
    if amount <= 0:
        raise forms.ValidationError("Enter an amount above 0.")
    return amount


def _document() -> "forms.ModelChoiceField[Any]":
    return forms.ModelChoiceField(
        Document.objects.none(), label="Document in the library", required=False
    )


class RecordForm(PortalForm):
    """A form whose cleaned fields are exactly the values of a record; `user` is who fills it in."""

    input_type: type[Any]

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        if "document" in self.fields:
            choice = self.fields["document"]
            assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101  # declared above
            choice.queryset = Document.objects.visible_to(user).current()
        if "spent_by" in self.fields:
            self.initial.setdefault("spent_by", user.pk)

    def values(self) -> Any:
        """Return the values as typed; call it on a valid form only."""
        names = self.input_type.__dataclass_fields__
        return self.input_type(**{n: v for n, v in self.cleaned_data.items() if n in names})

    def _in_order(self, first: str, second: str, sentence: str) -> None:
        """Add the error to the second date if it comes before the first."""
        start, end = self.cleaned_data.get(first), self.cleaned_data.get(second)
        if start and end and end < start:
            self.add_error(second, sentence)


class ContractForm(RecordForm):
    """The contract itself."""

    input_type = ContractInput
    title = forms.CharField(max_length=200)
    client = forms.CharField(max_length=200)
    not_to_exceed = MoneyField(label="Not-to-exceed amount", min_value=1)
    approved_on = DayField(label="Approved by the Board on")
    starts_on = DayField(label="Starts on")
    ends_on = DayField(label="Ends on")
    document = _document()

    def clean(self) -> None:
        self._in_order("starts_on", "ends_on", "The end date is before the start date.")


class AmendmentForm(RecordForm):
    """An amendment: a changed amount, a new end, or both."""

    input_type = AmendmentInput
    approved_on = DayField(label="Approved by the Board on")
    amount_change = forms.DecimalField(
        label="Change to the limit (the not-to-exceed amount)",
        max_digits=12,
        decimal_places=2,
        required=False,
        help_text="In dollars. Enter a negative number to reduce it. Leave empty if only the end "
        "date changes.",
    )
    new_ends_on = DayField(label="New end date", required=False)
    reason = _text("Reason", max_length=2_000)
    document = _document()

    def clean(self) -> None:
        self.cleaned_data["amount_change"] = self.cleaned_data.get("amount_change") or 0
        if not self.errors and not (
            self.cleaned_data["amount_change"] or self.cleaned_data["new_ends_on"]
        ):
            self.add_error("amount_change", "Enter a change to the amount or a new end date.")


class ExpenseForm(RecordForm):
    """One expense; fees count against the limit, reimbursable expenses stand apart."""

    input_type = ExpenseInput
    kind = forms.ChoiceField(
        label="Type",
        choices=ExpenseKind.choices,
        widget=forms.RadioSelect,
        help_text="Fees count against the limit.",
    )
    task = forms.ChoiceField(choices=[("", "Choose"), *Task.choices])
    incurred_on = DayField(label="Date")
    amount = MoneyField(min_value=None)
    description = forms.CharField(max_length=500)
    spent_by = team_member("Who")
    receipt = forms.FileField(
        required=False, help_text="PDF, Word, Excel, or an image, if there is one."
    )

    def clean_amount(self) -> Any:
        return above_zero(self.cleaned_data["amount"])


class PlannedMonthForm(RecordForm):
    """The planned fees of a month."""

    input_type = PlannedMonthInput
    month = DayField(label="Month", help_text="Any day of the month, such as 10/01/2018")
    amount = MoneyField(label="Planned fees")

    def clean_month(self) -> date:
        typed: date = self.cleaned_data["month"]
        return typed.replace(day=1)


class HourlyRateForm(RecordForm):
    """The hourly rate of a person."""

    input_type = HourlyRateInput
    person = team_member("Person")
    task = forms.ChoiceField(choices=[("", "All tasks"), *Task.choices], required=False)
    starts_on = DayField(label="From")
    amount = MoneyField(label="Per hour", max_digits=8, min_value=None)

    def clean_amount(self) -> Any:
        return above_zero(self.cleaned_data["amount"])


class MileageRateForm(RecordForm):
    """The reimbursement for a mile."""

    input_type = MileageRateInput
    starts_on = DayField(label="From")
    amount = MoneyField(
        label="Per mile",
        max_digits=5,
        decimal_places=4,
        min_value=None,
        help_text="In dollars, such as 0.545",
    )
    source = forms.CharField(
        label="Source",
        max_length=200,
        help_text="For example: IRS standard mileage rate for 2018",
    )

    def clean_amount(self) -> Any:
        return above_zero(self.cleaned_data["amount"])


class MilestoneForm(RecordForm):
    """A new milestone; its date later moves with a reason only."""

    input_type = MilestoneInput
    title = forms.CharField(max_length=200)
    baseline_on = DayField(label="Agreed for")


class MilestoneTitleForm(RecordForm):
    """The wording of a milestone."""

    input_type = MilestoneTitleInput
    title = forms.CharField(max_length=200)


class BoardMeetingForm(RecordForm):
    """A meeting and its packet deadline."""

    input_type = BoardMeetingInput
    held_on = DayField(label="Meeting on")
    packet_due_on = DayField(label="Packet closes on")

    def clean(self) -> None:
        self._in_order("packet_due_on", "held_on", "The meeting is before its packet closes.")


class DecisionForm(RecordForm):
    """A question to the Board."""

    input_type = DecisionAskedInput
    text = forms.CharField(label="What we are asking", max_length=500)
    why = _text("Why it is needed", max_length=2_000)
    options = _text(
        "Options and the cost of each",
        max_length=2_000,
        required=False,
        help_text="One per line, with the one you recommend first.",
    )
    amount = MoneyField(required=False, help_text="Only if you are asking for money.")
    asked_on = DayField(label="Asked on")
    decide_by = DayField(label="Needed by")

    def clean_amount(self) -> Any:
        return self.cleaned_data["amount"] or None

    def clean(self) -> None:
        self._in_order("asked_on", "decide_by", "This is before the date we ask.")


class RecordWithdrawalForm(WithdrawForm):
    """The reason for withdrawing a record."""

    reason = _text("Why are you withdrawing this?", max_length=2_000)


class DueDateForm(ReviseForm):
    """Another due date and why."""

    to_on = DayField(label="New due date")
    reason = _text("Why is it moving?", max_length=2_000)

    def show_stored(self, record: Milestone) -> None:
        super().show_stored(record)
        self.stored = [("Due date", day(record.due_on))]


class MilestoneReachedForm(ReviseForm):
    """The day a milestone was reached."""

    reached_on = DayField(label="Reached on")

    def show_stored(self, record: Milestone) -> None:
        super().show_stored(record)
        self.stored = [("Milestone", record.title), ("Due date", day(record.due_on)), *self.stored]


class ReachedDayForm(MilestoneReachedForm):
    """Another day on which a milestone was reached, or none, and why."""

    reached_on = DayField(
        label="Reached on",
        required=False,
        help_text="Leave this empty if it has not been reached after all.",
    )
    reason = _text("What was wrong?", max_length=2_000)


class DecisionOutcomeForm(ReviseForm):
    """The decision of the Board."""

    decided_on = DayField(label="Decided on")
    how_decided = forms.ChoiceField(
        label="How it was decided", choices=BoardAnswer.choices, widget=forms.RadioSelect
    )
    outcome = _text("What was decided", max_length=2_000)
    minutes = forms.CharField(
        label="Source in the minutes",
        max_length=200,
        required=False,
        help_text="For example: Minutes of January 8, 2019, item 6",
    )

    def show_stored(self, record: DecisionAsked) -> None:
        super().show_stored(record)
        self.stored = [("What is asked", record.text), *self.stored]
