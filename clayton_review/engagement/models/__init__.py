"""The contract and what happens under it: money, milestones, meetings, decisions asked."""

from clayton_review.engagement.models.alerts import LEVELS, Alert, AlertNotice
from clayton_review.engagement.models.contract import (
    Amendment,
    AmendmentInput,
    BoardMeeting,
    BoardMeetingInput,
    Contract,
    ContractInput,
    PlannedMonth,
    PlannedMonthInput,
)
from clayton_review.engagement.models.decisions import (
    BoardAnswer,
    DecisionAsked,
    DecisionAskedInput,
)
from clayton_review.engagement.models.engagement_record import EngagementRecord
from clayton_review.engagement.models.milestones import (
    Milestone,
    MilestoneInput,
    MilestoneMove,
    MilestoneTitleInput,
)
from clayton_review.engagement.models.querysets import EngagementQuerySet
from clayton_review.engagement.models.rates import (
    HourlyRate,
    HourlyRateInput,
    MileageRate,
    MileageRateInput,
)
from clayton_review.engagement.models.spending import (
    OVER_LIMIT,
    Expense,
    ExpenseInput,
    ExpenseKind,
    HoursInput,
    MileageInput,
)
from clayton_review.engagement.models.tasks import Task

__all__ = [
    "LEVELS",
    "OVER_LIMIT",
    "Alert",
    "AlertNotice",
    "Amendment",
    "AmendmentInput",
    "BoardAnswer",
    "BoardMeeting",
    "BoardMeetingInput",
    "Contract",
    "ContractInput",
    "DecisionAsked",
    "DecisionAskedInput",
    "EngagementQuerySet",
    "EngagementRecord",
    "Expense",
    "ExpenseInput",
    "ExpenseKind",
    "HourlyRate",
    "HourlyRateInput",
    "HoursInput",
    "MileageInput",
    "MileageRate",
    "MileageRateInput",
    "Milestone",
    "MilestoneInput",
    "MilestoneMove",
    "MilestoneTitleInput",
    "PlannedMonth",
    "PlannedMonthInput",
    "Task",
]
