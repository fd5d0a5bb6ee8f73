"""The kinds of records of the engagement: how each is named, listed, shown and written."""

from clayton_review.engagement.views.kinds.kind import Kind
from clayton_review.engagement.views.kinds.money import (
    AMENDMENTS,
    CONTRACT,
    EXPENSES,
    MILEAGE,
    PLAN,
    RATES,
)
from clayton_review.engagement.views.kinds.work import DECISIONS, MEETINGS, MILESTONES

__all__ = ["DECISIONS", "EXPENSES", "KINDS", "MILESTONES", "Kind"]

KINDS = (
    EXPENSES,
    MILESTONES,
    DECISIONS,
    AMENDMENTS,
    PLAN,
    MEETINGS,
    RATES,
    MILEAGE,
    CONTRACT,
)
