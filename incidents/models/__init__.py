"""The records of an incident."""

from incidents.models.claims import CLOSED_STANDINGS, Claim, ClaimInput, ClaimStanding
from incidents.models.evidence import (
    EVIDENCE_TRANSITIONS,
    EvidenceInput,
    EvidenceItem,
    EvidenceItemKind,
    EvidenceState,
)
from incidents.models.history import Change
from incidents.models.incident import TRANSITIONS, Incident, IncidentInput, IncidentStatus
from incidents.models.part import IncidentPart
from incidents.models.timeline import (
    EventInput,
    InvolvedPerson,
    PersonInput,
    PersonRole,
    TimelineEvent,
)
from incidents.models.times import TimePrecision

__all__ = [
    "CLOSED_STANDINGS",
    "EVIDENCE_TRANSITIONS",
    "TRANSITIONS",
    "Change",
    "Claim",
    "ClaimInput",
    "ClaimStanding",
    "EventInput",
    "EvidenceInput",
    "EvidenceItem",
    "EvidenceItemKind",
    "EvidenceState",
    "Incident",
    "IncidentInput",
    "IncidentPart",
    "IncidentStatus",
    "InvolvedPerson",
    "PersonInput",
    "PersonRole",
    "TimePrecision",
    "TimelineEvent",
]
