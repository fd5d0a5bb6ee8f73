"""Permissions to write engagement records, and limits of the calendar."""

from datetime import date

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.engagement.models import EngagementRecord
from clayton_review.refusals import Refused

_ONLY = {
    Permission.MANAGE_ENGAGEMENT: "Only the lead consultant can change this.",
    Permission.WRITE_ENGAGEMENT: "Only the team can change this.",
}


def check_may_write(user: User, model: type[EngagementRecord]) -> None:
    """Raise `Refused` when this person may not write records of this kind."""
    if not user.may(model.writing_permission):
        raise Refused(_ONLY[model.writing_permission])


def check_not_ahead(day: date, subject: str, field: str) -> None:
    """Raise `Refused`, with the field, if something is said to have happened after today."""
    if day > clock.today():
        words = f"{subject} cannot be in the future. Enter today or an earlier day."
        raise Refused(words, field=field)
