"""Models of goals and their action steps, under which recommendations are grouped."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from clayton_review.citable.records import Record, RecordQuerySet


class Goal(Record):
    """One goal, in one sentence; its number is never given again."""

    noun: ClassVar[str] = "goal"
    noun_below: ClassVar[str] = "action steps"

    number = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=200)

    objects = RecordQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["number"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=~Q(title="") & Q(number__gte=1), name="goal_is_told"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("findings:goal_list")

    @property
    def label(self) -> str:
        """Return the number as it is cited: `1`."""
        return str(self.number)

    @property
    def items_below(self) -> RecordQuerySet:
        """Return the action steps of this goal that are not withdrawn."""
        return self.steps.current()


class ActionStep(Record):
    """One step towards a goal."""

    noun: ClassVar[str] = "action step"
    noun_below: ClassVar[str] = "recommendations"

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)

    objects = RecordQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["goal__number", "number"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=~Q(title="") & Q(number__gte=1), name="step_is_told"),
            models.UniqueConstraint(fields=["goal", "number"], name="step_number_is_given_once"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("findings:goal_list")

    @property
    def label(self) -> str:
        """Return the number as it is cited: `1.2`."""
        return f"{self.goal.number}.{self.number}"

    @property
    def items_below(self) -> RecordQuerySet:
        """Return the recommendations under this step that are not withdrawn."""
        rows: RecordQuerySet = self.recommendations.current()
        return rows
