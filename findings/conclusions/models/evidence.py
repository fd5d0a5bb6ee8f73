"""What a finding stands on: exactly one excerpt, claim, document or frozen figure per link."""

from functools import reduce
from operator import or_
from typing import Any, Self

from django.db import models
from django.db.models import Q

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass, Permission
from clayton_review.citable.constraints import is_one_of
from clayton_review.citable.records import Record, RecordQuerySet, classes_open_to
from findings.coding.models.excerpts import Excerpt
from findings.coding.models.sources import related_paths
from findings.conclusions.models.findings import Finding


class Stance(models.TextChoices):
    SUPPORTING = "supporting", "Supports the finding"
    CONTRADICTING = "contradicting", "Speaks against it"
    CONTEXT = "context", "Gives context"


SOURCES = ("excerpt", "claim", "document", "figure")


def _only(source: str) -> Q:
    return Q(**{f"{name}__isnull": name != source for name in SOURCES})


class EvidenceQuerySet(RecordQuerySet):
    """Reads of evidence links."""

    def visible_to(self, user: User) -> Self:
        """Links whose claim, its source, or document this person may open too."""
        if not user.may(Permission.READ_FINDINGS):
            return self.none()
        paths = ("document", "claim__document", "claim__incident")
        hidden = set(DisclosureClass.values) - classes_open_to(user)
        closed = [Q(**{f"{path}__disclosure_class__in": hidden}) for path in paths]
        return self.exclude(reduce(or_, closed))

    def for_pages(self) -> Self:
        """With all that a page says about a link."""
        select, prefetch = related_paths("excerpt__")
        related = self.select_related(*select, "claim__incident", "document", "recorded_by")
        return related.prefetch_related(*prefetch)


class EvidenceLink(Record):
    """One piece of evidence under a finding; `is_quoted` asks to print its words on release."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="links")
    stance = models.CharField(max_length=14, choices=Stance.choices)
    note = models.CharField(max_length=500, blank=True)
    excerpt = models.ForeignKey(
        Excerpt, null=True, blank=True, on_delete=models.PROTECT, related_name="links"
    )
    claim = models.ForeignKey(
        "incidents.Claim", null=True, blank=True, on_delete=models.PROTECT, related_name="links"
    )
    document = models.ForeignKey(
        "documents.Document",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="finding_links",
    )
    figure = models.JSONField(null=True, blank=True)
    figure_name = models.CharField(max_length=200, blank=True)
    figure_as_of = models.DateTimeField(null=True, blank=True)
    is_quoted = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    objects = EvidenceQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["position", "recorded_at"]
        constraints = [
            *Record.Meta.constraints,
            is_one_of("stance", Stance.values, "evidence_stance_is_known"),
            models.CheckConstraint(
                condition=reduce(or_, map(_only, SOURCES)), name="evidence_is_exactly_one"
            ),
            models.CheckConstraint(
                condition=Q(figure__isnull=True, figure_as_of__isnull=True, figure_name="")
                | Q(figure__isnull=False, figure_as_of__isnull=False) & ~Q(figure_name=""),
                name="cited_figure_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(is_quoted=False) | Q(excerpt__isnull=False),
                name="only_excerpts_are_quoted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stance_display()}: {self.source}"

    @property
    def source(self) -> str:
        """Which kind of evidence this is: excerpt, claim, document or figure."""
        held = (self.excerpt_id, self.claim_id, self.document_id, self.figure)
        return next(name for name, value in zip(SOURCES, held, strict=True) if value is not None)

    def told(self) -> dict[str, Any]:
        """What a version keeps of this link: nothing of its source."""
        return {
            "id": str(self.pk),
            "stance": self.stance,
            "note": self.note,
            "is_quoted": self.is_quoted,
        }

    def canonical(self) -> dict[str, Any]:
        """What a signature covers of this link."""
        return {
            "id": str(self.pk),
            "stance": self.stance,
            "note": self.note,
            "is_quoted": self.is_quoted,
            "source": self.source,
            "of": str(self.excerpt_id or self.claim_id or self.document_id or self.figure_name),
            "figure": self.figure,
        }
