"""Permissions to write engagement records."""

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
