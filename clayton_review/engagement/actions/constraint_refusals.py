"""Refusals in place of the database's errors: a sentence and a field for each constraint."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError

from clayton_review.refusals import Refused

POSITIVE = "Enter an amount above 0."
REFUSALS: dict[str, tuple[str, str]] = {
    "engagement_contract_is_the_one_key": (
        "",
        "There is already a contract. Record an amendment instead.",
    ),
    "contract_amount_is_positive": ("not_to_exceed", POSITIVE),
    "contract_ends_after_its_start": ("ends_on", "The end date is before the start date."),
    "amendment_changes_something": (
        "amount_change",
        "Enter a change to the amount or a new end date.",
    ),
    "plan_is_not_negative": ("amount", "Enter 0 or an amount above 0."),
    "plan_is_for_a_whole_month": ("month", "A plan is for a whole month. Enter its first day."),
    "plan_once_a_month": ("month", "There is already a plan for this month."),
    "packet_is_due_before_meeting": ("held_on", "The meeting is before its packet is due."),
    "one_meeting_a_day": ("held_on", "There is already a meeting on this day."),
    "hourly_rate_is_positive": ("amount", POSITIVE),
    "hourly_rate_task_is_known": ("task", "Choose a task from the list."),
    "one_hourly_rate_from_a_day": (
        "starts_on",
        "This person already has a rate for this task from this day on.",
    ),
    "mileage_rate_is_positive": ("amount", POSITIVE),
    "one_mileage_rate_from_a_day": (
        "starts_on",
        "There is already a mileage rate from this day on.",
    ),
    "expense_kind_is_known": ("kind", "Choose a type from the list."),
    "expense_task_is_known": ("task", "Choose a task from the list."),
    "expense_amount_is_positive": ("amount", POSITIVE),
    "time_is_hours_at_a_rate": ("hours", "Enter more than 0 and at most 24 hours."),
    "mileage_is_miles_at_a_rate": ("miles", "Enter more than 0 miles."),
    "decision_is_asked_before_due": ("decide_by", "This is before the date we ask."),
    "decision_follows_the_question": ("asked_on", "The Board had already decided by this date."),
    "decision_amount_is_positive": ("amount", POSITIVE),
    "decision_has_date_and_outcome": ("outcome", "Enter both the date and the outcome."),
    "decision_is_decided_somehow": ("how_decided", "Choose how it was decided."),
}


@contextmanager
def broken_constraints_refused() -> Iterator[None]:
    """Raise `Refused` in place of an error of the database that `REFUSALS` explains."""
    try:
        yield
    except IntegrityError as error:
        refusal = _refusal_for(error)
        if refusal is None:
            raise
        raise refusal from error


def _refusal_for(error: IntegrityError) -> Refused | None:
    """Return the refusal that says which rule was broken; None if no sentence explains it."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    if name not in REFUSALS:
        return None
    field, sentence = REFUSALS[name]
    return Refused(sentence, field=field)
