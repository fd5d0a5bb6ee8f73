"""Rates of an hour and a mile under the contract, each from a day on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.records import Record
from clayton_review.engagement.models.engagement_record import EngagementRecord
from clayton_review.engagement.models.querysets import EngagementQuerySet
from clayton_review.engagement.models.tasks import Task


class HourlyRate(EngagementRecord):
    """The rate of one person from a day on; for one task, or for all without one of their own."""

    noun: ClassVar[str] = "hourly rate"
    audit_noun: ClassVar[str] = "an hourly rate"
    writing_permission: ClassVar[Permission] = Permission.MANAGE_ENGAGEMENT

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    task = models.CharField(max_length=20, choices=Task.choices, blank=True)
    starts_on = models.DateField("from")
    amount = models.DecimalField("per hour", max_digits=8, decimal_places=2)

    objects = EngagementQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["person__name", "task", "-starts_on"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(amount__gt=0), name="hourly_rate_is_positive"),
            models.CheckConstraint(
                condition=Q(task__in=["", *Task.values]), name="hourly_rate_task_is_known"
            ),
            models.UniqueConstraint(
                fields=["person", "task", "starts_on"],
                condition=Q(withdrawn_on=None),
                name="one_hourly_rate_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"Rate of {self.person}"


@dataclass(frozen=True)
class HourlyRateInput:
    """Hourly rate of a person; an empty task stands for all others."""

    model: ClassVar[type[HourlyRate]] = HourlyRate
    person: User
    starts_on: date
    amount: Decimal
    task: str = ""


class MileageRate(EngagementRecord):
    """Mileage rate from a day on, as the contract takes it over each year."""

    noun: ClassVar[str] = "mileage rate"
    audit_noun: ClassVar[str] = "a mileage rate"
    writing_permission: ClassVar[Permission] = Permission.MANAGE_ENGAGEMENT

    starts_on = models.DateField("from")
    amount = models.DecimalField("per mile", max_digits=5, decimal_places=4)
    source = models.CharField("where it stands", max_length=200)

    objects = EngagementQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["-starts_on"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(amount__gt=0), name="mileage_rate_is_positive"),
            models.UniqueConstraint(
                fields=["starts_on"],
                condition=Q(withdrawn_on=None),
                name="one_mileage_rate_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"Mileage rate from {self.starts_on:%B} {self.starts_on.day}, {self.starts_on.year}"


@dataclass(frozen=True)
class MileageRateInput:
    """Input of a mileage rate: the amount, its first day, and its source."""

    model: ClassVar[type[MileageRate]] = MileageRate
    starts_on: date
    amount: Decimal
    source: str
