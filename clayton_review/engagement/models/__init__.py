"""The contract and what happens under it: money, milestones, meetings, decisions asked."""

from clayton_review.engagement.models.alerts import LEVELS, Alert
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
from clayton_review.engagement.models.decisions import DecisionAsked, DecisionAskedFacts, HowDecided
from clayton_review.engagement.models.milestones import (
    Milestone,
    MilestoneFacts,
    MilestoneMove,
    MilestoneTitle,
)
from clayton_review.engagement.models.rates import (
    HourlyRate,
    HourlyRateFacts,
    MileageRate,
    MileageRateFacts,
)
from clayton_review.engagement.models.rows import EngagementQuerySet
from clayton_review.engagement.models.spending import (
    OVER_LIMIT,
    Expense,
    ExpenseFacts,
    ExpenseKind,
    MileageFacts,
    TimeFacts,
)
from clayton_review.engagement.models.tasks import Task

__all__ = [
    "LEVELS",
    "OVER_LIMIT",
    "Alert",
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
    "HourlyRate",
    "HourlyRateFacts",
    "HowDecided",
    "MileageFacts",
    "MileageRate",
    "MileageRateFacts",
    "Milestone",
    "MilestoneFacts",
    "MilestoneMove",
    "MilestoneTitle",
    "PlannedMonth",
    "PlannedMonthFacts",
    "Task",
    "TimeFacts",
]
