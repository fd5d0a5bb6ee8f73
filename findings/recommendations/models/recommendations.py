"""Models of recommendations and of their status changes, which are only added."""

import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, When
from django.urls import reverse
from django.utils.translation import gettext_noop

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission, allows
from clayton_review.citable.constraints import is_one_of
from clayton_review.citable.records import Record, RecordQuerySet
from clayton_review.figures import State
from findings.conclusions.models.findings import Finding
from findings.conclusions.models.versioned import CommentedPart, VersionedRecord
from findings.recommendations.models.goals import ActionStep


class Priority(models.TextChoices):
    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"


class RecommendationStage(models.TextChoices):
    POLICY = "policy", gettext_noop("Policy")
    TRAINING = "training", gettext_noop("Training")
    PRACTICE = "practice", gettext_noop("Practice")


class CityAnswer(models.TextChoices):
    CONCUR = "concur", "Agrees"
    PARTIAL = "partial", "Agrees in part"
    DECLINE = "decline", "Declines"

    @property
    def audit_verb(self) -> str:
        """Return the act of answering so, for the audit record."""
        return f"answered that the city {self.label.lower()}"


class RecommendationStatus(models.TextChoices):
    NO_RESPONSE = "no_response", gettext_noop("No response")
    IN_PROGRESS = "in_progress", gettext_noop("In progress")
    REPORTED = "reported", gettext_noop("Reported implemented")
    VERIFIED = "verified", gettext_noop("Implemented (verified)")
    PARTIAL = "partial", gettext_noop("Partially implemented (closed)")
    DECLINED = "declined", gettext_noop("Declined (closed)")

    @property
    def shape(self) -> State:
        """Return the sign beside the status; one on which the city still works has none."""
        if self == RecommendationStatus.VERIFIED:
            return State.ON_TRACK
        to_watch = {RecommendationStatus.REPORTED, RecommendationStatus.PARTIAL}
        return State.WATCH if self in to_watch else State.NONE

    @property
    def audit_verb(self) -> str:
        """Return the act that brings a recommendation to this status, for the audit record."""
        verbs = {
            RecommendationStatus.NO_RESPONSE: "noted that there is no response",
            RecommendationStatus.IN_PROGRESS: "reported that work has started",
            RecommendationStatus.REPORTED: "reported it as implemented",
            RecommendationStatus.VERIFIED: "verified that it is implemented",
            RecommendationStatus.PARTIAL: "closed it as partly implemented",
            RecommendationStatus.DECLINED: "closed it as declined",
        }
        return verbs.get(self, f"set its status to “{self.label}”")

    @property
    def notice(self) -> str:
        """Return the sentence that says a recommendation has come to this status."""
        return {
            RecommendationStatus.IN_PROGRESS: "The recommendation is now in progress.",
            RecommendationStatus.REPORTED: "The recommendation was reported as implemented.",
            RecommendationStatus.VERIFIED: "The recommendation was verified as implemented.",
            RecommendationStatus.PARTIAL: "The recommendation was closed as partially implemented.",
            RecommendationStatus.DECLINED: "The recommendation was closed as declined.",
        }.get(self, f"The recommendation is now marked as “{self.label}”.")


STATUS_TRANSITIONS: dict[RecommendationStatus, frozenset[RecommendationStatus]] = {
    RecommendationStatus.NO_RESPONSE: frozenset(
        {
            RecommendationStatus.IN_PROGRESS,
            RecommendationStatus.REPORTED,
            RecommendationStatus.DECLINED,
        }
    ),
    RecommendationStatus.IN_PROGRESS: frozenset(
        {RecommendationStatus.REPORTED, RecommendationStatus.PARTIAL, RecommendationStatus.DECLINED}
    ),
    RecommendationStatus.REPORTED: frozenset(
        {
            RecommendationStatus.VERIFIED,
            RecommendationStatus.IN_PROGRESS,
            RecommendationStatus.PARTIAL,
        }
    ),
    RecommendationStatus.VERIFIED: frozenset({RecommendationStatus.IN_PROGRESS}),
    RecommendationStatus.PARTIAL: frozenset({RecommendationStatus.IN_PROGRESS}),
    RecommendationStatus.DECLINED: frozenset({RecommendationStatus.IN_PROGRESS}),
}
CLOSED = frozenset(
    {RecommendationStatus.VERIFIED, RecommendationStatus.PARTIAL, RecommendationStatus.DECLINED}
)
# Statuses in which the city has nothing to do: closed, or reported and to be verified by us.
NOT_WITH_THE_CITY = CLOSED | {RecommendationStatus.REPORTED}
# Statuses that the city may report itself; the others are set by the consultants.
REPORTABLE = frozenset({RecommendationStatus.IN_PROGRESS, RecommendationStatus.REPORTED})
ISSUED_FIELDS = ("text", "addressee", "measure_of_done")


class RecommendationQuerySet(RecordQuerySet):
    """Queries for recommendations."""

    def visible_to(self, user: User) -> Self:
        """Return all to the team, issued ones to city staff, otherwise none."""
        if user.may(Permission.READ_RECOMMENDATIONS):
            return self
        if user.may(Permission.REPORT_PROGRESS):
            return self.current().filter(issued_at__isnull=False)
        return self.none()

    def with_plan(self) -> Self:
        """Load action step, goal and contact along with each."""
        return self.select_related("step__goal", "contact")

    def with_urgency(self, today: date) -> Self:
        """Add `urgency`: overdue, to verify, unanswered, to issue, under way, closed."""
        late = Q(due_on__lt=today) & ~Q(status__in=NOT_WITH_THE_CITY)
        return self.annotate(
            urgency=Case(
                When(Q(issued_at__isnull=False) & late, then=0),
                When(status=RecommendationStatus.REPORTED, then=1),
                When(Q(issued_at__isnull=True), then=3),
                When(status=RecommendationStatus.NO_RESPONSE, then=2),
                When(status__in=CLOSED, then=5),
                default=4,
                output_field=models.IntegerField(),
            )
        )

    def waiting_for_the_city(self) -> Self:
        """Keep issued ones on which the city still has to act; reported ones wait for us."""
        issued = self.current().filter(issued_at__isnull=False)
        return issued.exclude(status__in=NOT_WITH_THE_CITY)

    def overdue(self, today: date) -> Self:
        """Keep issued ones past their date that the city has not reported as implemented."""
        return self.waiting_for_the_city().filter(due_on__lt=today)


class Recommendation(VersionedRecord):
    """Recommendation on findings: addressee, due date, and the measure by which it is done."""

    foreign_key = "recommendation"
    comment_elements = (CommentedPart.WHOLE, CommentedPart.TEXT, CommentedPart.MEASURE)

    reference = models.CharField(max_length=12, unique=True)
    findings = models.ManyToManyField(Finding, related_name="recommendations")
    text = models.TextField()
    addressee = models.CharField(max_length=120)
    owner = models.CharField(max_length=120, blank=True)
    contact = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendations"
    )
    step = models.ForeignKey(
        ActionStep,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="recommendations",
    )
    priority = models.CharField(max_length=8, choices=Priority.choices, default=Priority.MEDIUM)
    due_on = models.DateField(null=True, blank=True)
    measure_of_done = models.TextField()
    stage = models.CharField(
        max_length=10, choices=RecommendationStage.choices, default=RecommendationStage.POLICY
    )
    response = models.CharField(max_length=10, choices=CityAnswer.choices, blank=True)
    status = models.CharField(
        max_length=12,
        choices=RecommendationStatus.choices,
        default=RecommendationStatus.NO_RESPONSE,
    )
    issued_at = models.DateTimeField(null=True, blank=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["reference"]
        constraints = [
            *Record.Meta.constraints,
            is_one_of("priority", Priority.values, "recommendation_priority_is_known"),
            is_one_of("stage", RecommendationStage.values, "recommendation_stage_is_known"),
            is_one_of("response", ["", *CityAnswer.values], "recommendation_response_is_known"),
            is_one_of("status", RecommendationStatus.values, "recommendation_status_is_known"),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(measure_of_done=""),
                name="recommendation_says_what_and_how_known",
            ),
            models.CheckConstraint(
                condition=Q(status=RecommendationStatus.NO_RESPONSE) | Q(issued_at__isnull=False),
                name="only_issued_recommendations_move",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("findings:recommendation_detail", args=[self.reference])

    def __str__(self) -> str:
        return f"{self.reference} to {self.addressee}"

    def version_words(self) -> dict[str, str]:
        """Return the texts that a version keeps, as people read them."""
        return {
            "text": self.text,
            "addressee": self.addressee,
            "measure_of_done": self.measure_of_done,
            "owner": self.owner,
            "contact": str(self.contact or ""),
            "goal": str(self.step.goal) if self.step else "",
            "action_step": str(self.step or ""),
            "priority": self.get_priority_display(),
            "due_on": self.due_on.isoformat() if self.due_on else "",
            "stage": self.get_stage_display(),
            "findings": ", ".join(sorted(self.findings.values_list("reference", flat=True))),
        }

    @property
    def is_closed(self) -> bool:
        """True if nothing more is expected."""
        return self.status in CLOSED

    def is_overdue(self, today: date) -> bool:
        """True if it is issued, past its date, and not reported as implemented."""
        return self.days_overdue(today) > 0

    def days_overdue(self, today: date) -> int:
        """Count the days past its date; 0 if it is not overdue."""
        if self.issued_at is None or self.due_on is None or self.status in NOT_WITH_THE_CITY:
            return 0
        return max((today - self.due_on).days, 0)

    @property
    def status_label(self) -> str:
        """Return the status in words, or that it is not issued."""
        return self.get_status_display() if self.issued_at else "Not issued"


class StatusChange(models.Model):
    """One status change with its author and document; rows are only added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="changes"
    )
    status = models.CharField(max_length=12, choices=RecommendationStatus.choices)
    stage = models.CharField(max_length=10, choices=RecommendationStage.choices)
    note = models.TextField(blank=True)
    is_note_public = models.BooleanField(default=False)
    document = models.ForeignKey(
        "documents.Document",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="status_changes",
    )
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]
        constraints = [
            is_one_of("status", RecommendationStatus.values, "change_status_is_known"),
            is_one_of("stage", RecommendationStage.values, "change_stage_is_known"),
            models.CheckConstraint(
                condition=~Q(status=RecommendationStatus.VERIFIED) | Q(document__isnull=False),
                name="verification_rests_on_a_document",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} ({self.stage})"

    @property
    def is_by_the_city(self) -> bool:
        """True if its author reports for the city, even when the account is closed by now."""
        return allows(self.by.role, Permission.REPORT_PROGRESS)
