"""Models of the city's responses and of reminders to it; rows are only added."""

import uuid

from django.db import models
from django.db.models import Q

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.citable.constraints import is_one_of
from findings.recommendations.models.recommendations import CityAnswer, Recommendation


class CityResponse(models.Model):
    """One response of the city: agreement, its own words, and the day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="responses"
    )
    response = models.CharField(max_length=10, choices=CityAnswer.choices)
    text = models.TextField()
    given_on = models.DateField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]
        constraints = [
            is_one_of("response", CityAnswer.values, "city_response_is_known"),
            models.CheckConstraint(condition=~Q(text=""), name="city_response_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.get_response_display()}, {self.given_on:%Y-%m-%d}"


class ReminderStep(models.TextChoices):
    """Steps at which the city is reminded; `REMINDER_DAYS` has the days of each."""

    MONTH_BEFORE = "month_before", "30 days before"
    WEEK_BEFORE = "week_before", "7 days before"
    PASSED = "passed", "the day after"
    MONTH_AFTER = "month_after", "30 days after"


# Days from the due date to each step; of several steps that are due, the last one counts.
REMINDER_DAYS: dict[ReminderStep, int] = {
    ReminderStep.MONTH_BEFORE: -30,
    ReminderStep.WEEK_BEFORE: -7,
    ReminderStep.PASSED: 1,
    ReminderStep.MONTH_AFTER: 30,
}


class Reminder(models.Model):
    """One reminder of one due date; the constraint keeps it from being sent twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="reminders"
    )
    step = models.CharField(max_length=14, choices=ReminderStep.choices)
    due_on = models.DateField()
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            is_one_of("step", ReminderStep.values, "city_reminder_step_is_known"),
            models.UniqueConstraint(
                fields=["recommendation", "step", "due_on", "person"],
                name="nobody_is_reminded_twice_of_a_step",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} to {self.person}"
