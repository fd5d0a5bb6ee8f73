"""Opening, amending, moving and withdrawing incidents."""

from functools import partial
from uuid import UUID

from django.db import transaction

from clayton_review.accounts.models import User
from clayton_review.audit.actions import next_reference, record
from clayton_review.citable import records
from clayton_review.documents.policies import check_class
from clayton_review.refusals import Refused
from incidents.actions.history import note
from incidents.models import Incident, IncidentInput, IncidentStatus
from incidents.policies import check_editable, check_moment_happened, check_move, check_time


def open_incident(*, record_id: UUID, values: IncidentInput, by: User) -> Incident:
    """Open an incident under the next reference; the same form sent twice opens one.

    Raises `Refused` for a class the person may not open and for times in the wrong order.
    """
    _check(values, by)
    with transaction.atomic():
        incident, is_new = records.create_once(
            Incident,
            record_id=record_id,
            values=values,
            reference=partial(next_reference, "INC"),
            recorded_by=by,
        )
        if is_new:
            record(by=by, verb="opened an incident", obj=incident)
    return incident


def amend_incident(
    *, incident: Incident, revision: int, values: IncidentInput, by: User
) -> Incident:
    """Change the details of an incident; the former values are kept.

    Raises `Stale` on an outdated revision, `Refused` when it is closed or withdrawn.
    """
    _check(values, by)
    with transaction.atomic():
        row = records.locked(incident, revision=revision)
        check_editable(row)
        former = records.revise(row, values)
        note(obj=row, act="amended an incident", former=former, by=by)
    return row


def move_incident(*, incident: Incident, revision: int, to: str, reason: str, by: User) -> Incident:
    """Take the review to another status, with the reason.

    Raises `Stale` on an outdated revision, `Refused` for a step the mapping does not know.
    """
    with transaction.atomic():
        row = records.locked(incident, revision=revision)
        check_move(row, to)
        former = {"status": row.status}
        row.status, row.revision = to, row.revision + 1
        row.save()
        note(
            obj=row,
            act=f"set the review status to “{IncidentStatus(to).label.lower()}”",
            former=former,
            by=by,
            reason=reason,
        )
    return row


def withdraw_incident(*, incident: Incident, revision: int, reason: str, by: User) -> Incident:
    """Take an incident out of use, with the reason; it stays citable as withdrawn."""
    with transaction.atomic():
        row = records.withdraw(incident, revision=revision, reason=reason, by=by)
        former = {"withdrawn_on": None}
        note(obj=row, act="withdrew an incident", former=former, by=by, reason=row.withdrawn_reason)
    return row


def _check(values: IncidentInput, by: User) -> None:
    check_class(by, values.disclosure_class)
    check_time(values.happened_from, values.precision, field="happened_from")
    check_moment_happened(
        values.happened_from, values.precision, "The beginning", field="happened_from"
    )
    check_moment_happened(
        values.happened_until, values.precision, "The end", field="happened_until"
    )
    if values.happened_until and not values.happened_from:
        raise Refused(
            "You entered an end but no beginning. Enter when it began.", field="happened_from"
        )
    if (
        values.happened_from
        and values.happened_until
        and values.happened_until < values.happened_from
    ):
        raise Refused("The end is before the beginning. Check both times.", field="happened_until")
