"""Reads of people over several rows."""

from django.db.models import QuerySet

from clayton_review.accounts.models import Invitation, User
from clayton_review.accounts.roles import Permission


def study_team() -> QuerySet[User]:
    """Return the people with an open account who work on interviews."""
    return User.objects.holding(Permission.WRITE_INTERVIEWS)


def person_invited_again(invitation: Invitation) -> User | None:
    """Return the person whom an invitation only lets set a new password; None for a new one."""
    return User.objects.filter(email=invitation.email).first()
