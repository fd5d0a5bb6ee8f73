"""The engagement's forms: each turns what is typed into the values of one kind of record."""

from clayton_review.engagement.forms.log import FORM_OF, LOG_FORMS
from clayton_review.engagement.forms.records import (
    AmendmentForm,
    BoardMeetingForm,
    ContractForm,
    DecisionForm,
    DecisionOutcomeForm,
    DueDateForm,
    ExpenseForm,
    HourlyRateForm,
    MileageRateForm,
    MilestoneForm,
    MilestoneReachedForm,
    MilestoneTitleForm,
    PlannedMonthForm,
    ReachedDayForm,
    RecordForm,
    RecordWithdrawalForm,
)

__all__ = [
    "FORM_OF",
    "LOG_FORMS",
    "AmendmentForm",
    "BoardMeetingForm",
    "ContractForm",
    "DecisionForm",
    "DecisionOutcomeForm",
    "DueDateForm",
    "ExpenseForm",
    "HourlyRateForm",
    "MileageRateForm",
    "MilestoneForm",
    "MilestoneReachedForm",
    "MilestoneTitleForm",
    "PlannedMonthForm",
    "ReachedDayForm",
    "RecordForm",
    "RecordWithdrawalForm",
]
