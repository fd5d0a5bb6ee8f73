"""Guides, interviews, coding, findings, recommendations and releases."""

from findings.models.coding import Code, Coding, Excerpt
from findings.models.comments import Comment, Element
from findings.models.evidence import EvidenceLink, Stance
from findings.models.findings import Finding, FindingState, Kind, Pillar, SignOff
from findings.models.goals import ActionStep, Goal
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
from findings.models.responses import CityResponse, Reminder, ReminderStep
from findings.models.versions import Version

__all__ = [
    "ActionStep",
    "AnswerVersion",
    "CityResponse",
    "Code",
    "Coding",
    "Comment",
    "Consent",
    "Element",
    "EvidenceLink",
    "Excerpt",
    "Finding",
    "FindingState",
    "Goal",
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
    "Reminder",
    "ReminderStep",
    "Response",
    "SignOff",
    "Stage",
    "Stance",
    "Status",
    "StatusChange",
    "Version",
]
