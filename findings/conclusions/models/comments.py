"""Model of the team's comments on findings and recommendations."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.constraints import is_one_of
from findings.conclusions.models.findings import Finding
from findings.conclusions.models.versioned import ABOUT_EXACTLY_ONE, CommentedPart, VersionedRecord


class CommentQuerySet(models.QuerySet["Comment"]):
    """Queries for comments."""

    def visible_to(self, user: User) -> Self:
        """Return all comments to those who read findings, otherwise none."""
        return self if user.may(Permission.READ_FINDINGS) else self.none()

    def open(self) -> Self:
        """Keep comments that are not resolved; answers are left out."""
        return self.filter(reply_to__isnull=True, resolved_at__isnull=True)

    def waiting_for(self, user: User) -> Self:
        """Keep open comments that ask this person, or whose answers do."""
        is_addressed = Q(mentioned=user) | Q(answers__mentioned=user)
        return self.open().filter(is_addressed).distinct()


class Comment(models.Model):
    """Comment of a team member; while one is open, nothing is signed, released or issued."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    finding = models.ForeignKey(
        Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="comments"
    )
    recommendation = models.ForeignKey(
        "findings.Recommendation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="comments",
    )
    element = models.CharField(max_length=16, blank=True, choices=CommentedPart.choices)
    text = models.TextField()
    reply_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    mentioned = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="mentions"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    resolved_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=ABOUT_EXACTLY_ONE, name="comment_is_about_exactly_one"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
            is_one_of("element", CommentedPart.values, "comment_element_is_known"),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False, reply_to__isnull=True),
                name="whole_comments_are_resolved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def subject(self) -> VersionedRecord:
        """Return the finding or recommendation that the comment is about."""
        subject: VersionedRecord | None = self.finding or self.recommendation
        assert subject is not None  # noqa: S101  # the constraint says so
        return subject
