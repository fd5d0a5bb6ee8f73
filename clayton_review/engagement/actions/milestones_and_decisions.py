"""Moving and reaching milestones, and noting what the Board decided."""

from datetime import date

from django.db import transaction

from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.citable import records
from clayton_review.citable.dates import check_happened
from clayton_review.engagement.actions.constraint_refusals import broken_constraints_refused
from clayton_review.engagement.actions.possible_values import (
    check_not_before_contract,
    check_under_contract,
)
from clayton_review.engagement.models import DecisionAsked, Milestone, MilestoneMove
from clayton_review.engagement.policies import check_may_write
from clayton_review.refusals import Refused

REACHED_DAY = "The day it was reached"


def move_milestone(
    *, milestone: Milestone, revision: int, to_on: date, reason: str, by: User
) -> Milestone:
    """Give a milestone another due date; the former one and the reason stay in its history.

    Raises `Refused` without a reason, for the same date, or when it is reached already.
    """
    check_may_write(by, Milestone)
    if not reason.strip():
        raise Refused("Say why the milestone is moving.")
    check_not_before_contract(to_on, "The new due date", "to_on")
    with transaction.atomic():
        row = records.locked(milestone, revision=revision)
        if row.reached_on:
            raise Refused("This milestone has been reached, so its date can no longer change.")
        if row.due_on == to_on:
            raise Refused("It is already due on this date. Enter another date.")
        former, row.due_on = row.due_on, to_on
        row.revision += 1
        row.save()
        MilestoneMove.objects.create(
            milestone=row, moved_by=by, from_on=former, to_on=to_on, reason=reason.strip()
        )
        record(by=by, verb="moved a milestone", obj=row, reason=reason, from_on=former, to_on=to_on)
    return row


def reach_milestone(
    *, milestone: Milestone, revision: int, reached_on: date, by: User
) -> Milestone:
    """Mark a milestone as reached.

    Raises `Refused` for a future day, a day before the contract, or a second time.
    """
    check_may_write(by, Milestone)
    check_under_contract(reached_on, REACHED_DAY, "reached_on")
    with transaction.atomic():
        row = records.locked(milestone, revision=revision)
        if row.reached_on:
            raise Refused("This milestone is already marked as reached.")
        row.reached_on = reached_on
        row.revision += 1
        row.save()
        record(by=by, verb="reached a milestone", obj=row, reached_on=reached_on)
    return row


def correct_reached_day(
    *, milestone: Milestone, revision: int, reached_on: date | None, reason: str, by: User
) -> Milestone:
    """Correct the day a milestone was reached; None says that it has not been reached after all.

    The audit record keeps the former day and the reason. Raises `Refused` without a reason, for a
    day that cannot be, for the same day, and for a milestone that is not reached.
    """
    check_may_write(by, Milestone)
    check_under_contract(reached_on, REACHED_DAY, "reached_on")
    if not reason.strip():
        raise Refused("Say why the day is wrong.", field="reason")
    with transaction.atomic():
        row = records.locked(milestone, revision=revision)
        former = row.reached_on
        if former is None:
            raise Refused("This milestone is not marked as reached.")
        if reached_on == former:
            raise Refused("That is the day on record. Enter another day.", field="reached_on")
        row.reached_on = reached_on
        row.revision += 1
        row.save()
        record(
            by=by,
            verb="corrected the day of a milestone",
            obj=row,
            reason=reason.strip(),
            former=former,
            reached_on=reached_on,
        )
    return row


def note_outcome(
    *,
    decision: DecisionAsked,
    revision: int,
    decided_on: date,
    outcome: str,
    how_decided: str,
    by: User,
    minutes: str = "",
) -> DecisionAsked:
    """Record what the Board decided.

    Raises `Refused` for a day before the question or to come, without an outcome or an answer of
    the list, or when decided already.
    """
    check_may_write(by, DecisionAsked)
    check_happened(decided_on, "The day of the decision", "decided_on")
    with broken_constraints_refused(), transaction.atomic():
        row = records.locked(decision, revision=revision)
        if row.decided_on:
            raise Refused("The outcome of this question has already been recorded.")
        if decided_on < row.asked_on:
            raise Refused("The Board cannot have decided before it was asked. Check the date.")
        row.decided_on, row.outcome = decided_on, outcome.strip()
        row.how_decided, row.minutes = how_decided, minutes.strip()
        row.revision += 1
        row.save()
        record(
            by=by, verb="noted a decision", obj=row, decided_on=decided_on, how_decided=how_decided
        )
    return row
