"""Rules for changing an incident and its parts."""

from datetime import date, datetime

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.dates import check_happened
from clayton_review.refusals import Refused, impossible_step
from clayton_review.web.formatting import day
from incidents.models import (
    EVIDENCE_TRANSITIONS,
    TRANSITIONS,
    EvidenceItem,
    EvidenceState,
    Incident,
    IncidentStatus,
    TimePrecision,
)


def _why_not_editable(incident: Incident) -> str:
    """Return why the incident cannot be changed now; empty if it can."""
    if incident.is_withdrawn:
        return f"{incident.reference} has been withdrawn and can no longer be changed."
    if incident.status == IncidentStatus.CLOSED:
        return f"{incident.reference} is closed. To change it, set it back to under review."
    return ""


def check_editable(incident: Incident) -> None:
    """Raise `Refused` when the incident is closed or withdrawn."""
    if reason := _why_not_editable(incident):
        raise Refused(reason)


def can_edit(user: User, incident: Incident) -> bool:
    """True if this person may change the incident and its parts now."""
    return user.may(Permission.WRITE_INCIDENTS) and not _why_not_editable(incident)


def check_move(incident: Incident, to: str) -> None:
    """Raise `Refused` when the review cannot go from its present status to this one."""
    if to not in TRANSITIONS[IncidentStatus(incident.status)]:
        present, target = incident.get_status_display().lower(), IncidentStatus(to).label.lower()
        raise impossible_step("An incident", present, target)


def check_state(item: EvidenceItem, to: str, on: date) -> None:
    """Raise `Refused` when the item cannot come into this state, or not on this day."""
    if to not in EVIDENCE_TRANSITIONS[EvidenceState(item.state)]:
        present = item.get_state_display().lower()
        wanted = EvidenceState(to).label.lower()
        raise impossible_step("Evidence", present, wanted, field="state")
    if item.file_id is not None and to != EvidenceState.RECEIVED:
        raise Refused("The file of this item is in the library, so it stays received.")
    if on < item.state_on:
        raise Refused(
            f"Enter {day(item.state_on)} or later. "
            "The present status has been on record since then.",
            field="state_on",
        )
    check_happened(on, "That date", "state_on")


def check_time(at: datetime | None, precision: str, *, field: str) -> None:
    """Raise `Refused` when a time and its precision do not fit together."""
    is_unknown = precision == TimePrecision.UNKNOWN
    if at is None and not is_unknown:
        raise Refused("Enter the time, or choose “Not known”.", field=field)
    if at is not None and is_unknown:
        raise Refused("Say how exact the time is, or leave the time empty.", field="precision")


def check_moment_happened(at: datetime | None, precision: str, what: str, *, field: str) -> None:
    """Raise `Refused` for a time that has not come yet, or for a day of which only that is known.

    An hour that is typed beside "only the day" says nothing.
    """
    check_happened(clock.local(at).date() if at else None, what, field)
    if at and precision != TimePrecision.DAY and at > clock.now():
        raise Refused(f"{what} cannot be in the future. Enter an earlier time.", field=field)
