"""Reads of people over several rows."""

from django.db.models import QuerySet

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission


def study_team() -> QuerySet[User]:
    """Return the people with an open account who work on interviews."""
    return User.objects.holding(Permission.WRITE_INTERVIEWS)
