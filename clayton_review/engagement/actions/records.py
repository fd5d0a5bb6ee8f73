"""Recording, correcting, withdrawing; the audit row is the last statement of each."""

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Protocol
from uuid import UUID

from django.db import transaction

from clayton_review.accounts.models import User
from clayton_review.audit.actions import next_reference, record
from clayton_review.citable import records
from clayton_review.citable.dates import check_happened
from clayton_review.engagement.actions.alerts import lock_limit, settle_alerts
from clayton_review.engagement.actions.constraint_refusals import broken_constraints_refused
from clayton_review.engagement.actions.possible_values import (
    check_amendment,
    check_hours_of_day,
    check_not_before_contract,
    check_planned,
    check_under_contract,
)
from clayton_review.engagement.actions.pricing import priced
from clayton_review.engagement.models import (
    Amendment,
    AmendmentInput,
    Contract,
    ContractInput,
    EngagementRecord,
    Expense,
    ExpenseInput,
    HourlyRateInput,
    MileageRateInput,
    MilestoneInput,
    PlannedMonthInput,
)
from clayton_review.engagement.policies import check_may_write
from clayton_review.engagement.selectors import is_over_limit, limits
from clayton_review.refusals import Refused
from clayton_review.web.formatting import money

MOST_PER_HOUR = 1_000
MOST_PER_MILE = 5

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    class RecordInput(DataclassInstance, Protocol):
        """The values of one kind of record, which names its model."""

        model: ClassVar[type[Any]]


def file(*, record_id: UUID, values: "RecordInput", by: User) -> Any:
    """Record an expense, milestone, amendment or other record, as the type of `values` says.

    The same `record_id` sent twice makes one record. Raises `Refused` for values that break a
    constraint, such as a second plan of a month, for an expense in the future, more than 24 hours
    of one person in a day, an amendment that leaves nothing under the contract or less than was
    spent, or a person who may not write this kind.
    """
    check_may_write(by, values.model)
    values = priced(values)
    _check_values(values)
    fixed: dict[str, Any] = {"recorded_by": by}
    if prefix := values.model.reference_prefix:
        fixed["reference"] = partial(next_reference, prefix)
    if isinstance(values, MilestoneInput):
        fixed["due_on"] = values.baseline_on
    with broken_constraints_refused(), transaction.atomic():
        lock_limit(values.model)
        row, is_new = records.create_once(values.model, record_id=record_id, values=values, **fixed)
        if is_new:
            _check_limits(row)
            flags = {**_flags(row), **settle_alerts(cause=row)}
            record(by=by, verb=f"recorded {row.audit_noun}", obj=row, **flags)
    return row


def correct(*, row: EngagementRecord, revision: int, values: "RecordInput", by: User) -> Any:
    """Change the details of a record.

    Raises `Stale` on an outdated revision, `Refused` as `file` does and for withdrawn records.
    """
    check_may_write(by, type(row))
    values = priced(values)
    _check_values(values)
    with broken_constraints_refused(), transaction.atomic():
        lock_limit(type(row))
        locked = records.locked(row, revision=revision)
        former = records.revise(locked, values)
        if former:
            _check_limits(locked)
            flags = {**_flags(locked), **settle_alerts(cause=locked)}
            verb = f"corrected {locked.audit_noun}"
            record(by=by, verb=verb, obj=locked, changed=sorted(former), **flags)
    return locked


def withdraw(*, row: EngagementRecord, revision: int, reason: str, by: User) -> Any:
    """Take a record out of every sum and list, with the reason; the contract itself stays.

    Raises `Refused` for the contract, for somebody who may not write it, without a reason, and if
    nothing would be left under the contract.
    """
    check_may_write(by, type(row))
    if isinstance(row, Contract):
        raise Refused("The contract cannot be withdrawn. Record an amendment instead.")
    with transaction.atomic():
        lock_limit(type(row))
        withdrawn = records.withdraw(row, revision=revision, reason=reason, by=by)
        _check_limits(withdrawn)
        flags = settle_alerts(cause=withdrawn)
        verb = f"withdrew {withdrawn.audit_noun}"
        record(by=by, verb=verb, obj=withdrawn, reason=withdrawn.withdrawn_reason, **flags)
    return withdrawn


def _check_values(values: "RecordInput") -> None:
    """Raise `Refused` for days and amounts that cannot be."""
    match values:
        case ExpenseInput():
            check_under_contract(values.incurred_on, "The day", "incurred_on")
        case AmendmentInput():
            check_amendment(values)
        case ContractInput():
            check_happened(values.approved_on, "The approval", "approved_on")
        case MilestoneInput():
            check_not_before_contract(values.baseline_on, "The agreed day", "baseline_on")
        case PlannedMonthInput():
            check_planned(values.month, "The month", "month")
        case HourlyRateInput() if values.amount > MOST_PER_HOUR:
            raise Refused(f"Enter at most ${MOST_PER_HOUR:,} per hour.", field="amount")
        case MileageRateInput() if values.amount > MOST_PER_MILE:
            raise Refused(f"Enter at most ${MOST_PER_MILE} per mile.", field="amount")


def _check_limits(row: EngagementRecord) -> None:
    """Raise `Refused` if the contract leaves nothing from some day on, or a day has too few hours.

    A lower limit must cover the fees that are on record.
    """
    if isinstance(row, Expense):
        check_hours_of_day(row)
    if not isinstance(row, (Contract, Amendment)):
        return
    periods = limits()
    if not periods:
        return
    if any(period.limit <= 0 for period in periods):
        words = "This would leave nothing under the contract. Check the amount."
        raise Refused(words, field=row.amount_field)
    limit, fees = periods[-1].limit, Expense.objects.current().fees().total()
    if isinstance(row, Amendment) and row.amount_change < 0 and limit < fees:
        words = f"This would leave {money(limit)}, less than the {money(fees)} in fees on record."
        raise Refused(f"{words} Check the amount.", field=row.amount_field)


def _flags(row: EngagementRecord) -> dict[str, Any]:
    return {"over_limit": is_over_limit(row)} if isinstance(row, Expense) else {}
