"""Log attempts to reach participants."""

from uuid import UUID

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.citable import records
from clayton_review.engagement.actions.possible_values import check_under_contract
from clayton_review.refusals import Refused
from findings.fieldwork.inputs import ContactAttemptInput
from findings.fieldwork.models.contacts import ContactAttempt
from findings.interviews.models.participants import Participant


def log_contact_attempt(
    *, record_id: UUID, participant: Participant, values: ContactAttemptInput, by: User
) -> ContactAttempt:
    """Create an entry of the contact log; no consent is needed for it.

    Raises `Refused` for a withdrawn participant, a time in the future, and a next step without its
    day.
    """
    if participant.is_withdrawn:
        raise Refused(f"{participant.code} has been withdrawn and must not be contacted.")
    _check(values)
    with transaction.atomic():
        row, is_new = records.create_once(
            ContactAttempt, record_id=record_id, values=values, participant=participant,
            recorded_by=by,
        )  # fmt: skip
        if is_new:
            record(by=by, verb="logged a contact", obj=row, outcome=values.outcome)
    return row


def amend_contact_attempt(
    *, attempt: ContactAttempt, revision: int, values: ContactAttemptInput, by: User
) -> ContactAttempt:
    """Correct an entry of the contact log; write an audit row if anything changed.

    Raises `Refused` for impossible days, `Stale` on an outdated revision.
    """
    _check(values)
    with transaction.atomic():
        row = records.locked(attempt, revision=revision)
        former = records.revise(row, values)
        if former:
            record(by=by, verb="corrected a contact", obj=row, changed=sorted(former))
    return row


def withdraw_contact_attempt(
    *, attempt: ContactAttempt, revision: int, reason: str, by: User
) -> ContactAttempt:
    """Withdraw an entry of the contact log, with the reason.

    Raises `Stale` on an outdated revision.
    """
    with transaction.atomic():
        row = records.withdraw(attempt, revision=revision, reason=reason, by=by)
        record(by=by, verb="withdrew a contact", obj=row)
    return row


def _check(values: ContactAttemptInput) -> None:
    if values.made_at > clock.now():
        raise Refused(
            "That time is in the future. Enter when you tried to reach them.", field="made_at"
        )
    check_under_contract(clock.local(values.made_at).date(), "That time", "made_at")
    if bool(values.next_step.strip()) != bool(values.next_on):
        raise Refused(
            "Enter both the next step and its date, or leave both empty.", field="next_on"
        )
    if values.next_on and values.next_on < clock.local(values.made_at).date():
        raise Refused("The next step is dated before this contact.", field="next_on")
