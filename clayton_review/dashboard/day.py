"""What the dashboard offers on the start page: the way to it."""

from clayton_review.accounts.roles import Permission
from clayton_review.web import day

day.register_ways(day.Way("Where we stand", "dashboard:home", Permission.SEE_DASHBOARD))
