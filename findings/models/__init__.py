"""Guides, interviews, coding, findings, recommendations and releases."""

from findings.models.coding import Code, Coding, Excerpt
from findings.models.evidence import EvidenceLink, Stance
from findings.models.findings import Finding, FindingState, FindingVersion, Kind, Pillar, SignOff
from findings.models.guides import GuideQuestion, InterviewGuide
from findings.models.interviews import (
    AnswerVersion,
    Consent,
    Group,
    Interview,
    InterviewAnswer,
    InterviewState,
    InterviewTarget,
    Mode,
    Participant,
    Place,
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
    "AnswerVersion",
    "Code",
    "Coding",
    "Consent",
    "EvidenceLink",
    "Excerpt",
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
    "Mode",
    "Participant",
    "Pillar",
    "Place",
    "Priority",
    "PublishedItem",
    "Recommendation",
    "Release",
    "Response",
    "SignOff",
    "Stage",
    "Stance",
    "Status",
    "StatusChange",
]
