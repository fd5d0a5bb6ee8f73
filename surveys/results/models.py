"""The methodology statement that AAPOR asks of everybody who publishes a survey."""

import uuid

from django.db import models

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from surveys.survey.models import Survey


class StatementQuerySet(models.QuerySet["MethodologyStatement"]):
    """Reads of methodology statements."""

    def visible_to(self, user: User) -> "StatementQuerySet":
        """Return all statements for the team, none for others."""
        return self if user.may(Permission.READ_SURVEYS) else self.none()


class MethodologyStatement(models.Model):
    """The eleven items of a survey's methodology, in English and, where written, in Spanish.

    `items` and `items_es` hold a text for each key of `surveys.results.methodology.ITEMS`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.OneToOneField(Survey, on_delete=models.PROTECT, related_name="statement")
    items = models.JSONField(default=dict, blank=True)
    items_es = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = StatementQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Methodology of {self.survey}"
