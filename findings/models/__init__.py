"""Guides, interviews, field work, coding, findings, recommendations and releases."""

from findings.models.activities import (
    MEETINGS,
    ActivityKind,
    ActivityVersion,
    Attendance,
    FieldActivity,
)
from findings.models.coding import Code, Coding, Excerpt
from findings.models.contacts import Channel, ContactAttempt, Outcome, Slot, SlotState
from findings.models.evidence import EvidenceLink, Stance
from findings.models.findings import Finding, FindingState, FindingVersion, Kind, Pillar, SignOff
from findings.models.guides import GuideQuestion, InterviewGuide
from findings.models.interviews import (
    AnswerVersion,
    Interview,
    InterviewAnswer,
    InterviewState,
    InterviewTarget,
    Mode,
    Place,
)
from findings.models.participants import (
    QUOTABLE,
    Consent,
    ConsentHow,
    ConsentRecord,
    Group,
    Language,
    Participant,
)
from findings.models.recommendations import (
    Priority,
    Recommendation,
    Response,
    Stage,
    Status,
    StatusChange,
)
from findings.models.releases import PublishedItem, Release

__all__ = [
    "MEETINGS",
    "QUOTABLE",
    "ActivityKind",
    "ActivityVersion",
    "AnswerVersion",
    "Attendance",
    "Channel",
    "Code",
    "Coding",
    "Consent",
    "ConsentHow",
    "ConsentRecord",
    "ContactAttempt",
    "EvidenceLink",
    "Excerpt",
    "FieldActivity",
    "Finding",
    "FindingState",
    "FindingVersion",
    "Group",
    "GuideQuestion",
    "Interview",
    "InterviewAnswer",
    "InterviewGuide",
    "InterviewState",
    "InterviewTarget",
    "Kind",
    "Language",
    "Mode",
    "Outcome",
    "Participant",
    "Pillar",
    "Place",
    "Priority",
    "PublishedItem",
    "Recommendation",
    "Release",
    "Response",
    "SignOff",
    "Slot",
    "SlotState",
    "Stage",
    "Stance",
    "Status",
    "StatusChange",
]
