"""Expenses: professional fees count against the limit, reimbursable expenses stand apart."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q, Sum, Window
from django.db.models.functions import Round

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.records import Record
from clayton_review.documents.models import StoredFile
from clayton_review.engagement.models.engagement_record import EngagementRecord
from clayton_review.engagement.models.querysets import EngagementQuerySet
from clayton_review.engagement.models.tasks import Task
from clayton_review.web.formatting import hours_words, lower_first, miles_words, money

OVER_LIMIT = "over the limit, not payable until amended"


class ExpenseKind(models.TextChoices):
    FEE = "fee", "Professional fee"
    REIMBURSABLE = "reimbursable", "Reimbursable expense"


def _product(first: str, second: str) -> Round:
    """Return the product of two columns in dollars and cents."""
    return Round(F(first) * F(second), precision=2)


class ExpenseQuerySet(EngagementQuerySet):
    """Expenses, and the part of the limit that each has reached."""

    def fees(self) -> Self:
        """Return expenses that count against the not-to-exceed amount."""
        return self.filter(kind=ExpenseKind.FEE)

    def reimbursables(self) -> Self:
        """Return expenses that do not count against the limit."""
        return self.filter(kind=ExpenseKind.REIMBURSABLE)

    def total(self) -> Decimal:
        """Return the sum of the amounts."""
        return Decimal(self.aggregate(total=Sum("amount"))["total"] or 0)

    def with_running_total(self) -> Self:
        """Add to each expense the sum up to and including it, in the order they were incurred."""
        running = Window(Sum("amount"), order_by=["incurred_on", "reference"])
        return self.annotate(running_total=running)


class Expense(EngagementRecord):
    """Money spent for the study; over the limit it is recorded all the same."""

    noun: ClassVar[str] = "entry"
    audit_noun: ClassVar[str] = "an expense"
    reference_prefix: ClassVar[str] = "E"
    writing_permission: ClassVar[Permission] = Permission.WRITE_ENGAGEMENT

    reference = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=20, choices=ExpenseKind.choices)
    task = models.CharField(max_length=20, choices=Task.choices)
    incurred_on = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    hours = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    rate = models.DecimalField("rate per hour", max_digits=8, decimal_places=2, null=True)
    miles = models.DecimalField(max_digits=7, decimal_places=1, null=True, blank=True)
    mile_rate = models.DecimalField("rate per mile", max_digits=5, decimal_places=4, null=True)
    description = models.CharField(max_length=500)
    spent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    receipt = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ExpenseQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["-incurred_on", "-reference"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=ExpenseKind.values), name="expense_kind_is_known"
            ),
            models.CheckConstraint(condition=Q(task__in=Task.values), name="expense_task_is_known"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="expense_amount_is_positive"),
            models.CheckConstraint(
                condition=Q(hours__isnull=True, rate__isnull=True)
                | Q(
                    kind=ExpenseKind.FEE,
                    hours__gt=0,
                    rate__isnull=False,  # a comparison with nothing would not refuse
                    hours__lte=24,
                    amount=_product("hours", "rate"),
                ),
                name="time_is_hours_at_a_rate",
            ),
            models.CheckConstraint(
                condition=Q(miles__isnull=True, mile_rate__isnull=True)
                | Q(
                    kind=ExpenseKind.REIMBURSABLE,
                    miles__gt=0,
                    mile_rate__isnull=False,
                    amount=_product("miles", "mile_rate"),
                ),
                name="mileage_is_miles_at_a_rate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.description}"

    @property
    def category(self) -> str:
        """Return the category of the entry: time, mileage or amount."""
        if self.hours is not None:
            return "time"
        return "mileage" if self.miles is not None else "amount"

    @property
    def summary(self) -> str:
        """Describe the entry in a few words: `1.5 hours, interviews and dialogues`."""
        if self.hours is not None:
            quantity = hours_words(self.hours)
        elif self.miles is not None:
            quantity = miles_words(self.miles)
        else:
            quantity = money(self.amount)
        return f"{quantity}, {lower_first(self.get_task_display())}"


@dataclass(frozen=True)
class ExpenseInput:
    """Input of an expense."""

    model: ClassVar[type[Expense]] = Expense
    kind: str
    task: str
    incurred_on: date
    amount: Decimal
    description: str
    spent_by: User
    receipt: StoredFile | None = None
    hours: Decimal | None = None
    rate: Decimal | None = None
    miles: Decimal | None = None
    mile_rate: Decimal | None = None


@dataclass(frozen=True)
class HoursInput:
    """Hours worked; the rate on record for that person, task and day makes the fee."""

    model: ClassVar[type[Expense]] = Expense
    task: str
    incurred_on: date
    hours: Decimal
    description: str
    spent_by: User


@dataclass(frozen=True)
class MileageInput:
    """Miles driven; the rate on record for that day makes the reimbursable expense."""

    model: ClassVar[type[Expense]] = Expense
    task: str
    incurred_on: date
    miles: Decimal
    description: str
    spent_by: User
