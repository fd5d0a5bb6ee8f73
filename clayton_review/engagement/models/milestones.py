"""Milestones: what was agreed first, when it is due now, when it was reached."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.records import Record
from clayton_review.engagement.models.engagement_record import EngagementRecord
from clayton_review.engagement.models.querysets import EngagementQuerySet
from clayton_review.web.formatting import count_phrase


class Milestone(EngagementRecord):
    """A step of the work plan; its baseline never changes, its due date moves with a reason."""

    noun: ClassVar[str] = "milestone"
    audit_noun: ClassVar[str] = "a milestone"
    reference_prefix: ClassVar[str] = "M"
    writing_permission: ClassVar[Permission] = Permission.WRITE_ENGAGEMENT

    reference = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=200)
    baseline_on = models.DateField("first agreed for")
    due_on = models.DateField()
    reached_on = models.DateField(null=True, blank=True)

    objects = EngagementQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["due_on", "reference"]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def state_on(self, day: date) -> str:
        """Return its state on a day: reached, reached late, due, overdue, withdrawn."""
        if self.is_withdrawn:
            return "withdrawn"
        if self.reached_on and self.reached_on <= day:
            return "reached" if self.reached_on <= self.baseline_on else "reached late"
        return "overdue" if self.due_on < day else "due"

    @property
    def state(self) -> str:
        """Return its state today."""
        return self.state_on(clock.today())

    @property
    def days_later(self) -> int:
        """Count the days from the date first agreed to the final one; below 0 if earlier."""
        return ((self.reached_on or self.due_on) - self.baseline_on).days

    @property
    def early_or_late(self) -> str:
        """Return `8 days late` if it was reached then, `moved 8 days later` if it is still due."""
        if not self.days_later:
            return "as first agreed"
        days = count_phrase(abs(self.days_later), "day", "days")
        if self.reached_on:
            return f"{days} {'late' if self.days_later > 0 else 'early'}"
        return f"moved {days} {'later' if self.days_later > 0 else 'earlier'}"


@dataclass(frozen=True)
class MilestoneInput:
    """A milestone as it is set; afterwards only its title is corrected, its date is moved."""

    model: ClassVar[type[Milestone]] = Milestone
    title: str
    baseline_on: date


@dataclass(frozen=True)
class MilestoneTitleInput:
    """Input of a correction to a milestone."""

    model: ClassVar[type[Milestone]] = Milestone
    title: str


class MilestoneMove(models.Model):
    """One change of a due date, with its reason; append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="moves")
    moved_at = models.DateTimeField(default=clock.now, editable=False)
    moved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField()
    reason = models.TextField()

    class Meta:
        ordering = ["moved_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(from_on=F("to_on")), name="move_changes_the_date"),
            models.CheckConstraint(condition=~Q(reason=""), name="move_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.from_on} to {self.to_on}"
