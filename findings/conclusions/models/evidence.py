"""Model of the evidence of findings: one excerpt, claim, document or stored figure per link."""

from functools import reduce
from operator import or_
from typing import Any, Self

from django.db import models
from django.db.models import Q

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass, Permission
from clayton_review.citable.constraints import has_exactly_one, is_one_of
from clayton_review.citable.records import Record, RecordQuerySet, classes_open_to
from findings.coding.models.excerpts import Excerpt
from findings.coding.models.quotable_texts import related_paths
from findings.conclusions.models.findings import Finding


class Stance(models.TextChoices):
    SUPPORTING = "supporting", "Evidence for the finding"
    CONTRADICTING = "contradicting", "Evidence against the finding"
    CONTEXT = "context", "Context"


# Foreign keys to the records that can be evidence; exactly one is set, or the figure.
EVIDENCE_RECORDS = ("excerpt", "claim", "document")
EVIDENCE_KINDS = (*EVIDENCE_RECORDS, "figure")
# Records whose class decides who may open a piece of evidence.
CLASSED_RECORDS = ("document", "claim__document", "claim__incident")


class EvidenceQuerySet(RecordQuerySet):
    """Queries for evidence links."""

    def visible_to(self, user: User) -> Self:
        """Keep links whose document, claim and incident this person may open."""
        if not user.may(Permission.READ_FINDINGS):
            return self.none()
        hidden = set(DisclosureClass.values) - classes_open_to(user)
        closed = [Q(**{f"{path}__disclosure_class__in": hidden}) for path in CLASSED_RECORDS]
        return self.exclude(reduce(or_, closed))

    def of_current_sources(self) -> Self:
        """Leave out links to words of an interview or activity that was withdrawn."""
        return self.exclude(excerpt__in=Excerpt.objects.withdrawn().values("pk"))

    def for_pages(self) -> Self:
        """Load everything that pages show of a link along with it."""
        select, prefetch = related_paths("excerpt__")
        related = self.select_related(*select, "claim__incident", "document", "recorded_by")
        return related.prefetch_related(*prefetch)


class EvidenceLink(Record):
    """One piece of evidence of a finding; `is_quoted` asks to print its words on release."""

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
            has_exactly_one(EVIDENCE_KINDS, "evidence_is_exactly_one"),
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
        return f"{self.get_stance_display()}: {self.kind}"

    @property
    def kind(self) -> str:
        """Return the name of the kind of evidence: excerpt, claim, document or figure."""
        return next((name for name, key in self._record_keys() if key), "figure")

    def _record_keys(self) -> list[tuple[str, Any]]:
        return [(name, getattr(self, f"{name}_id")) for name in EVIDENCE_RECORDS]

    def version_data(self) -> dict[str, Any]:
        """Return the values of this link that a version keeps; its source is not among them."""
        return {
            "id": str(self.pk),
            "stance": self.stance,
            "note": self.note,
            "is_quoted": self.is_quoted,
        }

    def signed_data(self) -> dict[str, Any]:
        """Return the values of this link that a signature covers."""
        return {
            "id": str(self.pk),
            "stance": self.stance,
            "note": self.note,
            "is_quoted": self.is_quoted,
            "source": self.kind,
            "of": str(next((key for _, key in self._record_keys() if key), self.figure_name)),
            "figure": self.figure,
        }
