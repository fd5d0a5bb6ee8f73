"""The contract, its amendments, the spending planned under it, and the Board's calendar."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from clayton_review.accounts.roles import Permission
from clayton_review.citable.records import Record
from clayton_review.documents.models import Document
from clayton_review.engagement.models.engagement_record import EngagementRecord
from clayton_review.engagement.models.querysets import EngagementQuerySet


class Contract(EngagementRecord):
    """The one contract of this study: dates and the amount it may not exceed."""

    noun: ClassVar[str] = "contract"
    audit_noun: ClassVar[str] = "the contract"
    reference_prefix: ClassVar[str] = "C"
    writing_permission: ClassVar[Permission] = Permission.MANAGE_ENGAGEMENT
    amount_field: ClassVar[str] = "not_to_exceed"

    reference = models.CharField(max_length=12, unique=True)
    is_the_one = models.BooleanField(default=True, unique=True, editable=False)
    title = models.CharField(max_length=200)
    client = models.CharField(max_length=200)
    not_to_exceed = models.DecimalField("not-to-exceed amount", max_digits=12, decimal_places=2)
    approved_on = models.DateField("approved by the Board on")
    starts_on = models.DateField()
    ends_on = models.DateField()
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = EngagementQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(is_the_one=True), name="contract_is_the_only_one"),
            models.CheckConstraint(
                condition=Q(not_to_exceed__gt=0), name="contract_amount_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="contract_ends_after_its_start"
            ),
        ]

    def __str__(self) -> str:
        return self.title


@dataclass(frozen=True)
class ContractInput:
    """Input of the contract."""

    model: ClassVar[type[Contract]] = Contract
    title: str
    client: str
    not_to_exceed: Decimal
    approved_on: date
    starts_on: date
    ends_on: date
    document: Document | None = None


class Amendment(EngagementRecord):
    """A change of the contract that the Board approved."""

    noun: ClassVar[str] = "amendment"
    audit_noun: ClassVar[str] = "an amendment"
    reference_prefix: ClassVar[str] = "A"
    writing_permission: ClassVar[Permission] = Permission.MANAGE_ENGAGEMENT
    amount_field: ClassVar[str] = "amount_change"

    reference = models.CharField(max_length=12, unique=True)
    amount_change = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    new_ends_on = models.DateField("new end", null=True, blank=True)
    approved_on = models.DateField("approved by the Board on")
    reason = models.TextField()
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = EngagementQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["-approved_on"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(amount_change=0) | Q(new_ends_on__isnull=False),
                name="amendment_changes_something",
            ),
        ]

    def __str__(self) -> str:
        return f"Amendment {self.reference}"


@dataclass(frozen=True)
class AmendmentInput:
    """Input of an amendment; `amount_change` may be negative."""

    model: ClassVar[type[Amendment]] = Amendment
    approved_on: date
    reason: str
    amount_change: Decimal = Decimal(0)
    new_ends_on: date | None = None
    document: Document | None = None


class PlannedMonth(EngagementRecord):
    """The professional fees planned for a month."""

    noun: ClassVar[str] = "planned month"
    audit_noun: ClassVar[str] = "the plan of a month"
    writing_permission: ClassVar[Permission] = Permission.MANAGE_ENGAGEMENT

    month = models.DateField(help_text="the first day of the month")
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    objects = EngagementQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["month"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(amount__gte=0), name="plan_is_not_negative"),
            models.CheckConstraint(condition=Q(month__day=1), name="plan_is_for_a_whole_month"),
            models.UniqueConstraint(
                fields=["month"], condition=Q(withdrawn_on=None), name="plan_once_a_month"
            ),
        ]

    def __str__(self) -> str:
        return f"Plan for {self.month:%B %Y}"


@dataclass(frozen=True)
class PlannedMonthInput:
    """Professional fees planned for the month that starts on `month`."""

    model: ClassVar[type[PlannedMonth]] = PlannedMonth
    month: date
    amount: Decimal


class BoardMeeting(EngagementRecord):
    """A meeting of the Board of Aldermen and the day its packet is due."""

    noun: ClassVar[str] = "meeting"
    audit_noun: ClassVar[str] = "a Board meeting"
    writing_permission: ClassVar[Permission] = Permission.MANAGE_ENGAGEMENT

    held_on = models.DateField()
    packet_due_on = models.DateField()

    objects = EngagementQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["held_on"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(packet_due_on__lte=F("held_on")), name="packet_is_due_before_meeting"
            ),
            models.UniqueConstraint(
                fields=["held_on"], condition=Q(withdrawn_on=None), name="one_meeting_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"Board meeting of {self.held_on:%B} {self.held_on.day}, {self.held_on.year}"


@dataclass(frozen=True)
class BoardMeetingInput:
    """A meeting of the Board and the deadline of its packet."""

    model: ClassVar[type[BoardMeeting]] = BoardMeeting
    held_on: date
    packet_due_on: date
