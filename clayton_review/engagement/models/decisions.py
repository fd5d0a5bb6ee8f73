"""Questions to the Board and its decisions."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from clayton_review.accounts.roles import Permission
from clayton_review.citable.records import Record
from clayton_review.engagement.models.engagement_record import EngagementRecord
from clayton_review.engagement.models.querysets import EngagementQuerySet


class BoardAnswer(models.TextChoices):
    """The Board's answer to a question."""

    APPROVED = "approved", "Approved"
    CHANGED = "changed", "Approved with changes"
    DECLINED = "declined", "Declined"
    NO_ACTION = "no_action", "No action taken"


class DecisionAskedQuerySet(EngagementQuerySet):
    """Questions to the Board by how they stand."""

    def open_on(self, day: date) -> "DecisionAskedQuerySet":
        """Return decisions asked by that day and not decided by then."""
        undecided = Q(decided_on__isnull=True) | Q(decided_on__gt=day)
        return self.filter(undecided, asked_on__lte=day)


class DecisionAsked(EngagementRecord):
    """One question to the Board of Aldermen."""

    noun: ClassVar[str] = "question"
    audit_noun: ClassVar[str] = "a question to the Board"
    reference_prefix: ClassVar[str] = "Q"
    writing_permission: ClassVar[Permission] = Permission.WRITE_ENGAGEMENT

    reference = models.CharField(max_length=12, unique=True)
    text = models.CharField("what is asked", max_length=500)
    why = models.TextField("why it is needed")
    options = models.TextField("options and what they cost", blank=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    asked_on = models.DateField()
    decide_by = models.DateField()
    decided_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    how_decided = models.CharField(max_length=10, choices=BoardAnswer.choices, blank=True)
    minutes = models.CharField("where the minutes are", max_length=200, blank=True)

    objects = DecisionAskedQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["decide_by", "reference"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True, outcome="")
                | (Q(decided_on__isnull=False) & ~Q(outcome="")),
                name="decision_has_date_and_outcome",
            ),
            models.CheckConstraint(
                condition=Q(decide_by__gte=F("asked_on")), name="decision_is_asked_before_due"
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(decided_on__gte=F("asked_on")),
                name="decision_follows_the_question",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0),
                name="decision_amount_is_positive",
            ),
            models.CheckConstraint(
                condition=Q(how_decided="", minutes="")
                | Q(decided_on__isnull=False, how_decided__in=BoardAnswer.values),
                name="decision_is_decided_somehow",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.text}"

    @property
    def state(self) -> str:
        """Return withdrawn, open, or how it was decided."""
        if self.is_withdrawn:
            return "withdrawn"
        if not self.decided_on:
            return "open"
        return self.get_how_decided_display().lower() or "decided"


@dataclass(frozen=True)
class DecisionAskedInput:
    """Input of a question to the Board; `amount` only where money is asked for."""

    model: ClassVar[type[DecisionAsked]] = DecisionAsked
    text: str
    why: str
    asked_on: date
    decide_by: date
    amount: Decimal | None = None
    options: str = ""
