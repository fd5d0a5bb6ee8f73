"""Pages of each record of the engagement: its names, columns, details and forms."""

from clayton_review.engagement.views.record_pages.money import (
    AMENDMENTS,
    CONTRACT,
    EXPENSES,
    MILEAGE,
    PLAN,
    RATES,
)
from clayton_review.engagement.views.record_pages.record_page import RecordPages
from clayton_review.engagement.views.record_pages.work import DECISIONS, MEETINGS, MILESTONES

__all__ = ["DECISIONS", "EXPENSES", "MILESTONES", "RECORD_PAGES", "RecordPages"]

RECORD_PAGES = (
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
