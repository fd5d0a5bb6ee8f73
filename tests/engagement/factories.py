"""The smallest valid records of the engagement; later states through actions."""

import uuid
from datetime import date
from decimal import Decimal

from clayton_review.accounts.models import User
from clayton_review.engagement import actions, models


def contract(
    *, by: User, limit: str = "158550.00", ends_on: date = date(2019, 4, 30)
) -> models.Contract:
    """The contract of the study, from October 15, 2018."""
    values = models.ContractInput(
        title="Study of police and community relations",
        client="City of Clayton, Missouri",
        not_to_exceed=Decimal(limit),
        approved_on=date(2018, 10, 9),
        starts_on=date(2018, 10, 15),
        ends_on=ends_on,
    )
    record: models.Contract = actions.file(record_id=uuid.uuid4(), values=values, by=by)
    return record


def expense_values(
    *,
    by: User,
    amount: str = "100.00",
    kind: str = models.ExpenseKind.FEE,
    task: str = models.Task.INTERVIEWS,
    on: date = date(2018, 11, 5),
    description: str = "Two days on site",
) -> models.ExpenseInput:
    """Return the values of a fee."""
    return models.ExpenseInput(
        kind=kind,
        task=task,
        incurred_on=on,
        amount=Decimal(amount),
        description=description,
        spent_by=by,
    )


def expense(
    *,
    by: User,
    amount: str = "100.00",
    kind: str = models.ExpenseKind.FEE,
    task: str = models.Task.INTERVIEWS,
    on: date = date(2018, 11, 5),
) -> models.Expense:
    """A recorded fee."""
    values = expense_values(by=by, amount=amount, kind=kind, task=task, on=on)
    record: models.Expense = actions.file(record_id=uuid.uuid4(), values=values, by=by)
    return record


def hourly_rate(
    *,
    by: User,
    person: User | None = None,
    amount: str = "180",
    task: str = "",
    on: date = date(2018, 10, 1),
) -> models.HourlyRate:
    """Add an hourly rate of a person from a day on."""
    values = models.HourlyRateInput(
        person=person or by, starts_on=on, amount=Decimal(amount), task=task
    )
    record: models.HourlyRate = actions.file(record_id=uuid.uuid4(), values=values, by=by)
    return record


def mileage_rate(
    *, by: User, amount: str = "0.545", starts_on: date = date(2018, 1, 1)
) -> models.MileageRate:
    """Add a mileage rate from a day on."""
    values = models.MileageRateInput(
        starts_on=starts_on, amount=Decimal(amount), source="IRS standard mileage rate"
    )
    record: models.MileageRate = actions.file(record_id=uuid.uuid4(), values=values, by=by)
    return record


def time(*, by: User, hours: str = "1.25", on: date = date(2018, 11, 5)) -> models.Expense:
    """Hours at the rate on record, which is recorded first when there is none."""
    if not models.HourlyRate.objects.exists():
        hourly_rate(by=by)
    values = models.HoursInput(
        task=models.Task.INTERVIEWS,
        incurred_on=on,
        hours=Decimal(hours),
        description="Two interviews",
        spent_by=by,
    )
    record: models.Expense = actions.file(record_id=uuid.uuid4(), values=values, by=by)
    return record


def mileage(*, by: User, miles: str = "23.3", on: date = date(2018, 11, 5)) -> models.Expense:
    """Miles at the rate on record, which is recorded first when there is none."""
    if not models.MileageRate.objects.exists():
        mileage_rate(by=by)
    values = models.MileageInput(
        task=models.Task.TRAVEL,
        incurred_on=on,
        miles=Decimal(miles),
        description="Office to City Hall",
        spent_by=by,
    )
    record: models.Expense = actions.file(record_id=uuid.uuid4(), values=values, by=by)
    return record


def alert(*, by: User, amount: str = "750", limit: str = "1000") -> models.Alert:
    """The alert that a fee raises under a limit."""
    contract(by=by, limit=limit)
    expense(by=by, amount=amount)
    return models.Alert.objects.in_force().latest("level")


def planned(*, by: User, month: date, amount: str) -> models.PlannedMonth:
    """The plan of one month."""
    values = models.PlannedMonthInput(month=month, amount=Decimal(amount))
    record: models.PlannedMonth = actions.file(record_id=uuid.uuid4(), values=values, by=by)
    return record


def milestone(
    *, by: User, title: str = "Survey closed", on: date = date(2018, 12, 15)
) -> models.Milestone:
    """A milestone that is due as first agreed."""
    values = models.MilestoneInput(title=title, baseline_on=on)
    record: models.Milestone = actions.file(record_id=uuid.uuid4(), values=values, by=by)
    return record


def meeting(*, by: User, held_on: date, packet_due_on: date) -> models.BoardMeeting:
    """A meeting of the Board."""
    values = models.BoardMeetingInput(held_on=held_on, packet_due_on=packet_due_on)
    record: models.BoardMeeting = actions.file(record_id=uuid.uuid4(), values=values, by=by)
    return record


def amendment(
    *,
    by: User,
    change: str = "0",
    new_ends_on: date | None = None,
    approved_on: date = date(2018, 12, 11),
) -> models.Amendment:
    """An approved amendment."""
    values = models.AmendmentInput(
        approved_on=approved_on,
        reason="More dialogues than planned",
        amount_change=Decimal(change),
        new_ends_on=new_ends_on,
    )
    record: models.Amendment = actions.file(record_id=uuid.uuid4(), values=values, by=by)
    return record


def decision(
    *,
    by: User,
    asked_on: date = date(2018, 12, 3),
    decide_by: date = date(2019, 1, 8),
    options: str = "",
    amount: str = "",
    why: str = "The timeline rests on it.",
) -> models.DecisionAsked:
    """A question to the Board."""
    values = models.DecisionAskedInput(
        text="Release the file of July 7 to the study team?",
        why=why,
        asked_on=asked_on,
        decide_by=decide_by,
        options=options,
        amount=Decimal(amount) if amount else None,
    )
    record: models.DecisionAsked = actions.file(record_id=uuid.uuid4(), values=values, by=by)
    return record
