"""What the dashboard offers on the start page: the way to it."""

from clayton_review.accounts.roles import Permission
from clayton_review.web import worklist

worklist.register_quick_starts(
    worklist.QuickStart("Where we stand", "dashboard:home", Permission.SEE_DASHBOARD)
)
