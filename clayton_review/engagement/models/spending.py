"""Expenses: professional fees count against the limit, reimbursable expenses stand apart."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q, Sum, Window

from clayton_review.accounts.models import User
from clayton_review.documents.models import StoredFile
from clayton_review.documents.records import Record
from clayton_review.engagement.models.rows import EngagementQuerySet

OVER_LIMIT = "over the limit, not payable until amended"


class ExpenseKind(models.TextChoices):
    FEE = "fee", "Professional fee"
    REIMBURSABLE = "reimbursable", "Reimbursable expense"


class Task(models.TextChoices):
    """The tasks of the study that money is spent on."""

    MANAGEMENT = "management", "Project management"
    INCIDENTS = "incidents", "Incident review"
    SURVEY = "survey", "Survey"
    INTERVIEWS = "interviews", "Interviews and dialogues"
    RECORDS = "records", "Records and stop data"
    REPORTING = "reporting", "Reports to the Board"
    TRAVEL = "travel", "Travel"


class ExpenseQuerySet(EngagementQuerySet):
    """Expenses, and how much of the limit each of them has reached."""

    def fees(self) -> Self:
        """What counts against the not-to-exceed amount."""
        return self.filter(kind=ExpenseKind.FEE)

    def reimbursables(self) -> Self:
        """What stands apart from the limit."""
        return self.filter(kind=ExpenseKind.REIMBURSABLE)

    def total(self) -> Decimal:
        """The sum of the amounts."""
        return Decimal(self.aggregate(total=Sum("amount"))["total"] or 0)

    def with_running_total(self) -> Self:
        """Each with the sum of all of them up to it, in the order they were incurred."""
        running = Window(Sum("amount"), order_by=["incurred_on", "reference"])
        return self.annotate(running_total=running)


class Expense(Record):
    """Money spent for the study; over the limit it is recorded all the same."""

    reference = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=20, choices=ExpenseKind.choices)
    task = models.CharField(max_length=20, choices=Task.choices)
    incurred_on = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
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
        ]

    def __str__(self) -> str:
        return self.reference


@dataclass(frozen=True)
class ExpenseFacts:
    """What is stated about an expense."""

    model: ClassVar[type[Expense]] = Expense
    kind: str
    task: str
    incurred_on: date
    amount: Decimal
    description: str
    spent_by: User
    receipt: StoredFile | None = None
