"""The records of an incident."""

from incidents.models.claims import SETTLED, Claim, ClaimFacts, Standing
from incidents.models.evidence import (
    EVIDENCE_TRANSITIONS,
    EvidenceFacts,
    EvidenceItem,
    EvidenceKind,
    EvidenceState,
)
from incidents.models.history import Change
from incidents.models.incident import TRANSITIONS, Incident, IncidentFacts, Status
from incidents.models.part import Part
from incidents.models.timeline import (
    EventFacts,
    InvolvedPerson,
    PersonFacts,
    PersonRole,
    TimelineEvent,
)
from incidents.models.times import Precision

__all__ = [
    "EVIDENCE_TRANSITIONS",
    "SETTLED",
    "TRANSITIONS",
    "Change",
    "Claim",
    "ClaimFacts",
    "EventFacts",
    "EvidenceFacts",
    "EvidenceItem",
    "EvidenceKind",
    "EvidenceState",
    "Incident",
    "IncidentFacts",
    "InvolvedPerson",
    "Part",
    "PersonFacts",
    "PersonRole",
    "Precision",
    "Standing",
    "Status",
    "TimelineEvent",
]
