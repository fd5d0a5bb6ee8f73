"""Checks of values against the contract and the calendar: days, plans, amendments, hours."""

from datetime import date
from decimal import Decimal

from django.db.models import Sum

from clayton_review.citable.dates import check_happened
from clayton_review.engagement.models import AmendmentInput, Expense
from clayton_review.engagement.selectors import contract, contract_dates
from clayton_review.refusals import Refused
from clayton_review.web.formatting import day, hours_words

HOURS_OF_DAY = Decimal(24)


def check_under_contract(on: date | None, what: str, field: str) -> None:
    """Raise `Refused` unless something happened between the start of the contract and today."""
    agreed = contract_dates()
    since = agreed.starts_on if agreed else None
    check_happened(on, what, field, since=since, beginning="the start of the contract")


def check_not_before_contract(on: date, what: str, field: str) -> None:
    """Raise `Refused` for a day that is planned before the contract starts."""
    agreed = contract_dates()
    if agreed and on < agreed.starts_on:
        words = f"{what} cannot be before the start of the contract, {day(agreed.starts_on)}."
        raise Refused(words, field=field)


def check_planned(on: date, what: str, field: str) -> None:
    """Raise `Refused` for a planned day that the contract does not cover."""
    agreed = contract_dates()
    if agreed and not agreed.starts_on.replace(day=1) <= on <= agreed.ends_on:
        words = f"{what} must lie under the contract, from {day(agreed.starts_on)} to "
        raise Refused(f"{words}{day(agreed.ends_on)}.", field=field)


def check_amendment(values: AmendmentInput) -> None:
    """Raise `Refused` for an approval to come, and for an end before the approval or the start."""
    agreed = contract()
    since = agreed.approved_on if agreed else None
    beginning = "the approval of the contract"
    check_happened(
        values.approved_on, "The approval", "approved_on", since=since, beginning=beginning
    )
    first = max(values.approved_on, agreed.starts_on if agreed else values.approved_on)
    if values.new_ends_on and values.new_ends_on < first:
        words = f"The contract cannot end before {day(first)}, the day it starts or is amended."
        raise Refused(words, field="new_ends_on")


def check_hours_of_day(entry: Expense) -> None:
    """Raise `Refused` if a person's hours of one day would be more than the day has."""
    if entry.hours is None or entry.is_withdrawn:
        return
    rows = Expense.objects.current().filter(spent_by=entry.spent_by, incurred_on=entry.incurred_on)
    others = rows.exclude(pk=entry.pk).aggregate(hours=Sum("hours"))["hours"] or Decimal(0)
    if others + entry.hours > HOURS_OF_DAY:
        raise Refused(_full_day_words(entry, others), field="hours")


def _full_day_words(entry: Expense, others: Decimal) -> str:
    """Return why the hours do not fit into the day beside the others on record."""
    person, on, remaining = entry.spent_by, day(entry.incurred_on), HOURS_OF_DAY - others
    if not remaining:
        return (
            f"All {HOURS_OF_DAY} hours of {on} are on record for {person}. "
            "Correct one of those entries, or choose another day."
        )
    verb = "is" if others == 1 else "are"
    return (
        f"{hours_words(others)} of {person} {verb} on record for {on}. "
        f"A day has {HOURS_OF_DAY}, so enter at most {hours_words(remaining)}."
    )
