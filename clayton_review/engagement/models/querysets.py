"""Reads that all records of the engagement offer."""

from typing import Self

from django.contrib.auth.models import AnonymousUser

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.records import RecordQuerySet


class EngagementQuerySet(RecordQuerySet):
    """The engagement is the team's own book: whoever may read it may read all of it."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return everything for the team, nothing for anybody else."""
        may = isinstance(user, User) and user.may(Permission.READ_ENGAGEMENT)
        return self.all() if may else self.none()
