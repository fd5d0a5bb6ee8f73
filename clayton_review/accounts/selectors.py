"""Reads of people over several rows."""

from django.db.models import QuerySet

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role


def study_team() -> QuerySet[User]:
    """Return the consultants and lead consultants with an open account."""
    return User.objects.filter(role__in=(Role.CONSULTANT, Role.LEAD), is_active=True)
