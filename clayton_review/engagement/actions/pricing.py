"""Amounts of hours and miles from the rate on record for the day."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from clayton_review.engagement.models import ExpenseInput, ExpenseKind, HoursInput, MileageInput
from clayton_review.engagement.selectors import hourly_rate, mileage_rate
from clayton_review.refusals import Refused
from clayton_review.web.formatting import day


def priced(values: Any) -> Any:
    """Turn hours or miles into an expense at the rate of their day; return other values unchanged.

    Raises `Refused` if no rate is on record for that person, task and day.
    """
    if isinstance(values, HoursInput):
        return _time(values)
    return _mileage(values) if isinstance(values, MileageInput) else values


def in_dollars(quantity: Decimal, rate: Decimal) -> Decimal:
    """Return quantity times rate in US dollars and cents, half a cent rounded up."""
    return (quantity * rate).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _time(values: HoursInput) -> ExpenseInput:
    rate = hourly_rate(values.spent_by, values.task, values.incurred_on)
    if rate is None:
        raise Refused(
            f"No hourly rate for {values.spent_by} is on record for "
            f"{day(values.incurred_on)}. A lead consultant can add it. What you typed is "
            "kept below."
        )
    return ExpenseInput(
        kind=ExpenseKind.FEE,
        task=values.task,
        incurred_on=values.incurred_on,
        amount=in_dollars(values.hours, rate),
        description=values.description,
        spent_by=values.spent_by,
        hours=values.hours,
        rate=rate,
    )


def _mileage(values: MileageInput) -> ExpenseInput:
    rate = mileage_rate(values.incurred_on)
    if rate is None:
        raise Refused(
            f"No mileage rate is on record for {day(values.incurred_on)}. Ask the lead "
            "consultant to add it. What you typed is kept below."
        )
    return ExpenseInput(
        kind=ExpenseKind.REIMBURSABLE,
        task=values.task,
        incurred_on=values.incurred_on,
        amount=in_dollars(values.miles, rate),
        description=values.description,
        spent_by=values.spent_by,
        miles=values.miles,
        mile_rate=rate,
    )
