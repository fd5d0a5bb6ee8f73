"""Quick starts of the dashboard on the start page."""

from clayton_review.accounts.roles import Permission
from clayton_review.web import worklist

worklist.register_quick_starts(
    worklist.QuickStart("Where the study stands", "dashboard:home", Permission.SEE_DASHBOARD)
)
