"""Everything that creates or changes an incident and its parts."""

from incidents.actions.incidents import (
    amend_incident,
    move_incident,
    open_incident,
    withdraw_incident,
)
from incidents.actions.judgments import assess_claim, move_evidence
from incidents.actions.parts import (
    add_event,
    add_person,
    amend_part,
    file_claim,
    register_evidence,
    withdraw_part,
)

__all__ = [
    "add_event",
    "add_person",
    "amend_incident",
    "amend_part",
    "assess_claim",
    "file_claim",
    "move_evidence",
    "move_incident",
    "open_incident",
    "register_evidence",
    "withdraw_incident",
    "withdraw_part",
]
