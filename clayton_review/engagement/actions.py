"""Everything that changes the engagement; the audit row is the last statement of each."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Protocol
from uuid import UUID

from django.db import IntegrityError, transaction

from clayton_review.accounts.models import User
from clayton_review.audit.actions import next_reference, record
from clayton_review.documents import records
from clayton_review.documents.records import Record
from clayton_review.engagement.models import (
    Amendment,
    Contract,
    DecisionAsked,
    Expense,
    ExpenseFacts,
    Milestone,
    MilestoneFacts,
    MilestoneMove,
    Refused,
)
from clayton_review.engagement.policies import check_may_write, check_not_ahead
from clayton_review.engagement.selectors import is_over_limit

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    class Facts(DataclassInstance, Protocol):
        """The facts of one kind of record; they know which."""

        model: ClassVar[type[Any]]


PREFIXES: dict[type[Record], str] = {
    Contract: "C",
    Amendment: "A",
    Expense: "E",
    Milestone: "M",
    DecisionAsked: "Q",
}
TAKEN = "There is already one for this date, or the dates contradict each other."


def file(*, record_id: UUID, facts: "Facts", by: User) -> Any:
    """Record an expense, milestone, amendment … of the kind its facts belong to.

    The same `record_id` sent twice makes one record. Raises `Refused` for a second contract, a
    second plan of a month, an expense in the future, or a person who may not write this kind.
    """
    check_may_write(by, facts.model)
    _check_facts(facts)
    fixed: dict[str, Any] = {"recorded_by": by}
    if facts.model in PREFIXES:
        fixed["reference"] = partial(next_reference, PREFIXES[facts.model])
    if isinstance(facts, MilestoneFacts):
        fixed["due_on"] = facts.baseline_on
    try:
        with transaction.atomic():
            made, is_new = records.create_once(
                facts.model, record_id=record_id, facts=facts, **fixed
            )
            if is_new:
                record(by=by, verb=f"recorded {_noun(made)}", obj=made, **_flags(made))
    except IntegrityError as error:
        raise Refused(TAKEN) from error
    return made


def correct(*, row: Record, revision: int, facts: "Facts", by: User) -> Any:
    """Change what is stated about a record.

    Raises `Stale` on an outdated revision, `Refused` as `file` does and for withdrawn records.
    """
    check_may_write(by, type(row))
    _check_facts(facts)
    try:
        with transaction.atomic():
            locked = records.locked(row, revision=revision)
            former = records.revise(locked, facts)
            if former:
                changed = sorted(former)
                record(
                    by=by,
                    verb=f"corrected {_noun(locked)}",
                    obj=locked,
                    changed=changed,
                    **_flags(locked),
                )
    except IntegrityError as error:
        raise Refused(TAKEN) from error
    return locked


def withdraw(*, row: Record, revision: int, reason: str, by: User) -> Any:
    """Take a record out of every sum and list, with the reason; the contract itself stays."""
    check_may_write(by, type(row))
    if isinstance(row, Contract):
        raise Refused("The contract cannot be withdrawn; record an amendment instead.")
    with transaction.atomic():
        withdrawn = records.withdraw(row, revision=revision, reason=reason, by=by)
        verb = f"withdrew {_noun(withdrawn)}"
        record(by=by, verb=verb, obj=withdrawn, reason=withdrawn.withdrawn_reason)
    return withdrawn


def move_milestone(
    *, milestone: Milestone, revision: int, to_on: date, reason: str, by: User
) -> Milestone:
    """Give a milestone another due date; the former one and the reason stay in its history.

    Raises `Refused` without a reason, for the same date, or when it is reached already.
    """
    check_may_write(by, Milestone)
    if not reason.strip():
        raise Refused("Say why the milestone moves.")
    with transaction.atomic():
        row = records.locked(milestone, revision=revision)
        if row.reached_on:
            raise Refused("This milestone is reached; its date no longer moves.")
        if row.due_on == to_on:
            raise Refused("This is the date it is due already. Enter another day.")
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
    """Mark a milestone as reached. Raises `Refused` for a day to come or when reached already."""
    check_may_write(by, Milestone)
    check_not_ahead(reached_on, "The day it was reached")
    with transaction.atomic():
        row = records.locked(milestone, revision=revision)
        if row.reached_on:
            raise Refused("This milestone is marked as reached already.")
        row.reached_on = reached_on
        row.revision += 1
        row.save()
        record(by=by, verb="reached a milestone", obj=row, reached_on=reached_on)
    return row


def note_outcome(
    *, decision: DecisionAsked, revision: int, decided_on: date, outcome: str, by: User
) -> DecisionAsked:
    """Note what the Board decided.

    Raises `Refused` for a day before the question or to come, or when decided already.
    """
    check_may_write(by, DecisionAsked)
    check_not_ahead(decided_on, "The day of the decision")
    with transaction.atomic():
        row = records.locked(decision, revision=revision)
        if row.decided_on:
            raise Refused("The outcome of this question is noted already.")
        if decided_on < row.asked_on:
            raise Refused("The Board cannot have decided before it was asked.")
        row.decided_on, row.outcome = decided_on, outcome.strip()
        row.revision += 1
        row.save()
        record(by=by, verb="noted a decision", obj=row, decided_on=decided_on)
    return row


def _check_facts(facts: "Facts") -> None:
    if isinstance(facts, ExpenseFacts):
        check_not_ahead(facts.incurred_on, "The day of an expense")


def _noun(row: Record) -> str:
    name = str(row._meta.verbose_name)
    article = "an" if name[0] in "aeiou" else "a"
    return f"{article} {name}"


def _flags(row: Record) -> dict[str, Any]:
    return {"over_limit": is_over_limit(row)} if isinstance(row, Expense) else {}
