"""The contract and what happens under it: money, milestones, meetings, decisions asked."""

from clayton_review.documents.records import Refused, Stale
from clayton_review.engagement.models.contract import (
    Amendment,
    AmendmentFacts,
    BoardMeeting,
    BoardMeetingFacts,
    Contract,
    ContractFacts,
    PlannedMonth,
    PlannedMonthFacts,
)
from clayton_review.engagement.models.decisions import DecisionAsked, DecisionAskedFacts
from clayton_review.engagement.models.milestones import (
    Milestone,
    MilestoneFacts,
    MilestoneMove,
    MilestoneTitle,
)
from clayton_review.engagement.models.rows import EngagementQuerySet
from clayton_review.engagement.models.spending import (
    OVER_LIMIT,
    Expense,
    ExpenseFacts,
    ExpenseKind,
    Task,
)

__all__ = [
    "OVER_LIMIT",
    "Amendment",
    "AmendmentFacts",
    "BoardMeeting",
    "BoardMeetingFacts",
    "Contract",
    "ContractFacts",
    "DecisionAsked",
    "DecisionAskedFacts",
    "EngagementQuerySet",
    "Expense",
    "ExpenseFacts",
    "ExpenseKind",
    "Milestone",
    "MilestoneFacts",
    "MilestoneMove",
    "MilestoneTitle",
    "PlannedMonth",
    "PlannedMonthFacts",
    "Refused",
    "Stale",
    "Task",
]
