"""Rules for changing an incident and its parts."""

from datetime import date

from clayton_review import clock
from clayton_review.refusals import Refused
from incidents.models import (
    EVIDENCE_TRANSITIONS,
    TRANSITIONS,
    EvidenceItem,
    EvidenceState,
    Incident,
    IncidentStatus,
)


def check_open(incident: Incident) -> None:
    """Raise `Refused` when the incident is closed or withdrawn."""
    if incident.is_withdrawn:
        raise Refused(f"{incident.reference} has been withdrawn and can no longer be changed.")
    if incident.status == IncidentStatus.CLOSED:
        raise Refused(f"{incident.reference} is closed. To change it, set it back to under review.")


def check_move(incident: Incident, to: str) -> None:
    """Raise `Refused` when the review cannot go from its present status to this one."""
    if to not in TRANSITIONS[IncidentStatus(incident.status)]:
        present, target = incident.get_status_display().lower(), IncidentStatus(to).label.lower()
        raise Refused(f"An incident cannot change from “{present}” to “{target}”.")


def check_state(item: EvidenceItem, to: str, on: date) -> None:
    """Raise `Refused` when the item cannot come into this state, or not on this day."""
    if to not in EVIDENCE_TRANSITIONS[EvidenceState(item.state)]:
        present = item.get_state_display().lower()
        wanted = EvidenceState(to).label.lower()
        raise Refused(f"Evidence cannot change from “{present}” to “{wanted}”.", field="state")
    if item.file_id is not None and to != EvidenceState.RECEIVED:
        raise Refused("The file of this item is in the library, so it stays received.")
    if on < item.state_on:
        raise Refused(
            f"That date is before the present status, which dates from {item.state_on}.",
            field="state_on",
        )
    check_past(on)


def check_past(on: date) -> None:
    """Raise `Refused` for a day that has not come yet."""
    if on > clock.today():
        raise Refused("That date is in the future. Enter the date it happened.", field="state_on")
