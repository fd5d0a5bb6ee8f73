"""Everything that changes the engagement."""

from clayton_review.engagement.actions.alerts import TELL_ALERT, settle_alerts, tell_alert
from clayton_review.engagement.actions.milestones_and_decisions import (
    move_milestone,
    note_outcome,
    reach_milestone,
)
from clayton_review.engagement.actions.receipt_photos import store_receipt
from clayton_review.engagement.actions.records import correct, file, withdraw

__all__ = [
    "TELL_ALERT",
    "correct",
    "file",
    "move_milestone",
    "note_outcome",
    "reach_milestone",
    "settle_alerts",
    "store_receipt",
    "tell_alert",
    "withdraw",
]
