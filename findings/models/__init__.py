"""Guides, interviews, field work, coding, findings, recommendations and releases."""

from findings.models.activities import (
    MEETINGS,
    ActivityKind,
    ActivityVersion,
    Attendance,
    FieldActivity,
)
from findings.models.coding import Code, Coding, Excerpt
from findings.models.comments import Comment, Element
from findings.models.contacts import Channel, ContactAttempt, Outcome, Slot, SlotState
from findings.models.evidence import EvidenceLink, Stance
from findings.models.findings import Finding, FindingState, Kind, Pillar, SignOff
from findings.models.goals import ActionStep, Goal
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
from findings.models.responses import CityResponse, Reminder, ReminderStep
from findings.models.stories import (
    Age,
    AsideReason,
    FormLanguage,
    Part,
    SealedNote,
    Story,
    StoryState,
    TalkRequest,
    TalkState,
)
from findings.models.versions import Version

__all__ = [
    "MEETINGS",
    "QUOTABLE",
    "ActionStep",
    "ActivityKind",
    "ActivityVersion",
    "Age",
    "AnswerVersion",
    "AsideReason",
    "Attendance",
    "Channel",
    "CityResponse",
    "Code",
    "Coding",
    "Comment",
    "Consent",
    "ConsentHow",
    "ConsentRecord",
    "ContactAttempt",
    "Element",
    "EvidenceLink",
    "Excerpt",
    "FieldActivity",
    "Finding",
    "FindingState",
    "FormLanguage",
    "Goal",
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
    "Part",
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
    "SealedNote",
    "SignOff",
    "Slot",
    "SlotState",
    "Stage",
    "Stance",
    "Status",
    "StatusChange",
    "Story",
    "StoryState",
    "TalkRequest",
    "TalkState",
    "Version",
]
