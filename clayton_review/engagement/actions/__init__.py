"""Everything that changes the engagement."""

from clayton_review.engagement.actions.alerts import MAIL_ALERT, mail_alert, settle_alerts
from clayton_review.engagement.actions.milestones_and_decisions import (
    correct_reached_day,
    move_milestone,
    note_outcome,
    reach_milestone,
)
from clayton_review.engagement.actions.receipt_photos import store_receipt
from clayton_review.engagement.actions.records import correct, file, withdraw

__all__ = [
    "MAIL_ALERT",
    "correct",
    "correct_reached_day",
    "file",
    "mail_alert",
    "move_milestone",
    "note_outcome",
    "reach_milestone",
    "settle_alerts",
    "store_receipt",
    "withdraw",
]
