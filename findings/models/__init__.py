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
from findings.models.stories import (
    Age,
    AsideReason,
    Language,
    Part,
    SealedNote,
    Story,
    StoryState,
    TalkRequest,
    TalkState,
)

__all__ = [
    "Age",
    "AnswerVersion",
    "AsideReason",
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
    "Language",
    "Mode",
    "Part",
    "Participant",
    "Pillar",
    "Place",
    "Priority",
    "PublishedItem",
    "Recommendation",
    "Release",
    "Response",
    "SealedNote",
    "SignOff",
    "Stage",
    "Stance",
    "Status",
    "StatusChange",
    "Story",
    "StoryState",
    "TalkRequest",
    "TalkState",
]
