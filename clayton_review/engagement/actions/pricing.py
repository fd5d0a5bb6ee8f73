"""Amounts of hours and miles from the rate on record for the day."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from clayton_review.engagement.models import ExpenseFacts, ExpenseKind, MileageFacts, TimeFacts
from clayton_review.engagement.selectors import hourly_rate, mileage_rate
from clayton_review.refusals import Refused
from clayton_review.web.formatting import day


def priced(facts: Any) -> Any:
    """Hours and miles as the expense they make, at the rate of their day; other facts as they are.

    Raises `Refused` while no rate is on record for that person, task and day.
    """
    if isinstance(facts, TimeFacts):
        return _time(facts)
    return _mileage(facts) if isinstance(facts, MileageFacts) else facts


def in_dollars(quantity: Decimal, rate: Decimal) -> Decimal:
    """Quantity times rate in dollars and cents, half a cent rounded up."""
    return (quantity * rate).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _time(facts: TimeFacts) -> ExpenseFacts:
    rate = hourly_rate(facts.spent_by, facts.task, facts.incurred_on)
    if rate is None:
        raise Refused(
            f"No hourly rate for {facts.spent_by} is on record for "
            f"{day(facts.incurred_on)}. Ask the lead consultant to add it. What you typed "
            "is kept below."
        )
    return ExpenseFacts(
        kind=ExpenseKind.FEE,
        task=facts.task,
        incurred_on=facts.incurred_on,
        amount=in_dollars(facts.hours, rate),
        description=facts.description,
        spent_by=facts.spent_by,
        hours=facts.hours,
        rate=rate,
    )


def _mileage(facts: MileageFacts) -> ExpenseFacts:
    rate = mileage_rate(facts.incurred_on)
    if rate is None:
        raise Refused(
            f"No mileage rate is on record for {day(facts.incurred_on)}. Ask the lead "
            "consultant to add it. What you typed is kept below."
        )
    return ExpenseFacts(
        kind=ExpenseKind.REIMBURSABLE,
        task=facts.task,
        incurred_on=facts.incurred_on,
        amount=in_dollars(facts.miles, rate),
        description=facts.description,
        spent_by=facts.spent_by,
        miles=facts.miles,
        mile_rate=rate,
    )
