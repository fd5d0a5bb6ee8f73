"""Models of interview guides: versions with an ordered list of questions, fixed once used."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Count
from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.records import Record, RecordQuerySet


class GuideQuerySet(RecordQuerySet):
    """Queries for guides."""

    def visible_to(self, user: User) -> Self:
        """Return all guides to those who read interviews, otherwise none."""
        return self if user.may(Permission.READ_INTERVIEWS) else self.none()

    def with_counts(self) -> Self:
        """Add `n_questions` and `n_interviews` to each guide."""
        return self.annotate(
            n_questions=Count("questions", distinct=True),
            n_interviews=Count("interviews", distinct=True),
        )


class InterviewGuide(Record):
    """One version of a guide."""

    title = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField(default=1)
    introduction = models.TextField(blank=True)

    objects = GuideQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["title", "-version"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["title", "version"], name="guide_version_is_one"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("findings:guide_detail", args=[self.pk])

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    def is_used(self) -> bool:
        """True if an interview follows this version; then its questions are fixed."""
        return self.interviews.exists()


class GuideQuestion(models.Model):
    """One question of one version; `first` is the question of the version that asked it first."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    guide = models.ForeignKey(InterviewGuide, on_delete=models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    first = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="repeats"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["guide", "position"],
                name="question_has_its_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.text}"

    @property
    def original_id(self) -> uuid.UUID:
        """Return the key that a question has in common with itself in all versions."""
        return self.first_id or self.pk
