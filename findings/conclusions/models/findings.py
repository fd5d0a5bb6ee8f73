"""Models of findings and of the signatures under them."""

import hashlib
import json
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, Q, When
from django.urls import reverse
from django.utils.translation import gettext_noop

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.constraints import is_one_of
from clayton_review.citable.records import Record, RecordQuerySet
from findings.coding.models.codes import Code
from findings.conclusions.models.versioned import CommentedPart, VersionedRecord


class FindingKind(models.TextChoices):
    PROBLEM = "problem", gettext_noop("Problem")
    STRENGTH = "strength", gettext_noop("Strength")


class Pillar(models.TextChoices):
    """Six pillars of the 21st Century Policing task force."""

    TRUST = "trust", gettext_noop("Trust and legitimacy")
    POLICY = "policy", gettext_noop("Policy and oversight")
    TECHNOLOGY = "technology", gettext_noop("Technology and social media")
    COMMUNITY = "community", gettext_noop("Community policing and crime reduction")
    TRAINING = "training", gettext_noop("Training and education")
    WELLNESS = "wellness", gettext_noop("Officer wellness and safety")


class FindingState(models.TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    APPROVED = "approved", "Approved"
    RELEASED = "released", "Released"


FINDING_TRANSITIONS: dict[FindingState, frozenset[FindingState]] = {
    FindingState.DRAFT: frozenset({FindingState.IN_REVIEW}),
    FindingState.IN_REVIEW: frozenset({FindingState.DRAFT, FindingState.APPROVED}),
    FindingState.APPROVED: frozenset({FindingState.IN_REVIEW, FindingState.RELEASED}),
    FindingState.RELEASED: frozenset({FindingState.IN_REVIEW}),
}

ELEMENTS = ("condition", "criteria", "cause", "effect")
ELEMENT_MEANINGS = {
    "condition": "what is happening",
    "criteria": "what should happen",
    "cause": "why it happens",
    "effect": "what it leads to",
}
TEXT_FIELDS = ("statement", *ELEMENTS, "kind", "pillar")


class FindingQuerySet(RecordQuerySet):
    """Queries for findings."""

    def visible_to(self, user: User) -> Self:
        """Return all findings to those who read them in work, otherwise none."""
        return self if user.may(Permission.READ_FINDINGS) else self.none()

    def with_urgency(self) -> Self:
        """Add `urgency`: 0 to sign, 1 to release, 2 to finish, 3 done."""
        return self.annotate(
            urgency=Case(
                When(state=FindingState.IN_REVIEW, then=0),
                When(state=FindingState.APPROVED, then=1),
                When(state=FindingState.DRAFT, then=2),
                default=3,
                output_field=models.IntegerField(),
            )
        )

    def with_counts(self) -> Self:
        """Add `n_evidence`, `n_recommendations` and `n_open`, the number of open comments."""
        is_open = Q(comments__reply_to__isnull=True, comments__resolved_at__isnull=True)
        return self.annotate(
            n_open=Count("comments", filter=is_open, distinct=True),
            n_evidence=Count("links", filter=Q(links__withdrawn_on__isnull=True), distinct=True),
            n_recommendations=Count(
                "recommendations",
                filter=Q(recommendations__withdrawn_on__isnull=True),
                distinct=True,
            ),
        )


class Finding(VersionedRecord):
    """One finding: its statement with condition, criteria, cause and effect."""

    foreign_key = "finding"
    comment_elements = (
        CommentedPart.WHOLE,
        CommentedPart.STATEMENT,
        CommentedPart.CONDITION,
        CommentedPart.CRITERIA,
        CommentedPart.CAUSE,
        CommentedPart.EFFECT,
        CommentedPart.EVIDENCE,
    )

    reference = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=10, choices=FindingKind.choices)
    pillar = models.CharField(max_length=12, choices=Pillar.choices)
    statement = models.CharField(max_length=300)
    condition = models.TextField(blank=True)
    criteria = models.TextField(blank=True)
    cause = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    theme = models.ForeignKey(
        Code, null=True, blank=True, on_delete=models.PROTECT, related_name="findings"
    )
    state = models.CharField(
        max_length=10, choices=FindingState.choices, default=FindingState.DRAFT
    )
    changed_at = models.DateTimeField(default=clock.now)

    objects = FindingQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["reference"]
        constraints = [
            *Record.Meta.constraints,
            is_one_of("kind", FindingKind.values, "finding_kind_is_known"),
            is_one_of("pillar", Pillar.values, "finding_pillar_is_known"),
            is_one_of("state", FindingState.values, "finding_state_is_known"),
            models.CheckConstraint(condition=~Q(statement=""), name="finding_states_something"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("findings:finding_detail", args=[self.reference])

    def __str__(self) -> str:
        return f"{self.reference}: {self.statement}"

    def text(self) -> dict[str, str]:
        """Return the texts that are versioned and signed, by field."""
        return {name: getattr(self, name) for name in TEXT_FIELDS}

    def signed_text(self) -> str:
        """Return text and evidence as canonical JSON, which a signature covers."""
        links = self.links.filter(withdrawn_on__isnull=True)
        evidence = sorted((link.signed_data() for link in links), key=lambda part: part["id"])
        content = {"reference": self.reference, "text": self.text(), "evidence": evidence}
        return json.dumps(content, sort_keys=True, ensure_ascii=False)

    def sha256(self) -> str:
        """Return the hash that is signed."""
        return hashlib.sha256(self.signed_text().encode()).hexdigest()

    def valid_sign_off(self) -> "SignOff | None":
        """Return the signature that covers the present text and evidence, or None."""
        signed = self.sign_offs.filter(voided_at__isnull=True).order_by("-at").first()
        return signed if signed and signed.sha256 == self.sha256() else None


class SignOff(models.Model):
    """Signature under the hash of a finding, by somebody who did not write it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="sign_offs")
    sha256 = models.CharField(max_length=64)
    revision = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sign_offs"
    )
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, voided_reason="")
                | Q(voided_at__isnull=False) & ~Q(voided_reason=""),
                name="voided_sign_off_says_why",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | Q(voided_at__gte=F("at")),
                name="sign_off_is_voided_after_it_was_given",
            ),
            models.UniqueConstraint(
                fields=["finding"],
                condition=Q(voided_at__isnull=True),
                name="finding_has_one_valid_sign_off",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} signed {self.finding.reference}"
