"""Model of the code book: codes and their tree."""

from typing import Self

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.records import Record, RecordQuerySet


class CodeQuerySet(RecordQuerySet):
    """Queries for codes."""

    def visible_to(self, user: User) -> Self:
        """Return all codes to those who read interviews, otherwise none."""
        return self if user.may(Permission.READ_INTERVIEWS) else self.none()

    def with_counts(self) -> Self:
        """Add `n_excerpts`, the number of quotes, to each code."""
        return self.annotate(n_excerpts=Count("codings__excerpt", distinct=True))


class Code(Record):
    """One entry of the code book; a theme is a code worth a finding."""

    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    name = models.CharField(max_length=60, unique=True)
    definition = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    examples = models.TextField(blank=True)
    include_rule = models.TextField(blank=True)
    exclude_rule = models.TextField(blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    is_theme = models.BooleanField(default=False)

    objects = CodeQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["position", "name"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True)
                | Q(withdrawn_on__isnull=False) & ~Q(merged_into=F("id")),
                name="merged_code_is_out_of_use",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="code_is_not_its_own_parent",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("findings:code_detail", args=[self.pk])

    def __str__(self) -> str:
        return f"#{self.name}"
