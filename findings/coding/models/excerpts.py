"""Models of quotes cut from texts, and of the codes that people put on them."""

import uuid
from functools import reduce
from operator import and_, or_
from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.constraints import has_exactly_one, is_one_of
from clayton_review.web.search_text import SearchWords
from findings.coding.models.codes import Code
from findings.coding.models.quotable_texts import (
    Source,
    SourceKind,
    Speaker,
    SpeakerGroup,
    related_paths,
    source_kind,
    source_kinds,
)

# Foreign keys to the texts that a quote can be cut from; exactly one is set.
TEXTS = ("answer", "activity")


class ExcerptQuerySet(models.QuerySet["Excerpt"]):
    """Queries for quotes."""

    def visible_to(self, user: User) -> Self:
        """Return all quotes to those who read interviews, otherwise none."""
        return self if user.may(Permission.READ_INTERVIEWS) else self.none()

    def current(self) -> Self:
        """Leave out quotes whose text is withdrawn."""
        return self.filter(reduce(and_, [kind.current for kind in source_kinds()]))

    def withdrawn(self) -> Self:
        """Keep quotes whose text is withdrawn."""
        return self.filter(reduce(or_, [~kind.current for kind in source_kinds()]))

    def for_pages(self) -> Self:
        """Load everything that pages show of a quote along with it."""
        select, prefetch = related_paths()
        return self.select_related(*select).prefetch_related("codings__code", *prefetch)


class Excerpt(models.Model):
    """Words cut from a text and kept unchanged; `start` and `end` are their place in the text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(
        "findings.InterviewAnswer",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="excerpts",
    )
    activity = models.ForeignKey(
        "findings.FieldActivity",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="excerpts",
    )
    speaker_group = models.CharField(max_length=12, choices=SpeakerGroup.choices, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    folded = models.TextField(default="", editable=False)
    release_text = models.TextField()
    sha256 = models.CharField(max_length=64)
    is_typed = models.BooleanField(default=False)
    words_confirmed_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = ExcerptQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=[*TEXTS, "start", "sha256"], nulls_distinct=False, name="excerpt_is_one"
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="excerpt_has_words"),
            has_exactly_one(TEXTS, "excerpt_is_cut_from_one_text"),
            is_one_of("speaker_group", ["", *SpeakerGroup.values], "speaker_group_is_known"),
            models.CheckConstraint(
                condition=Q(speaker_group="") | Q(answer__isnull=True),
                name="a_participant_has_a_group_already",
            ),
        ]
        indexes = [GinIndex(SearchWords("text"), name="excerpt_words")]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 90 else self.text[:89] + "…"

    def get_absolute_url(self) -> str:
        return reverse("findings:quote_detail", args=[self.pk])

    @property
    def source(self) -> Source:
        """Return the text that the quote was cut from."""
        source: Source = getattr(self, self.source_kind.field)
        return source

    @property
    def source_kind(self) -> SourceKind:
        """Return the kind of text that the quote was cut from."""
        return source_kind(next(name for name in TEXTS if getattr(self, f"{name}_id")))

    @property
    def speaker(self) -> Speaker:
        """Return who said it, with the consent to quote."""
        return self.source.speaker(self.speaker_group)

    @property
    def is_in_source(self) -> bool:
        """True if the text still holds these words."""
        return self.text in self.source.text


class Coding(models.Model):
    """One code that one person put on one quote."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    excerpt = models.ForeignKey(Excerpt, on_delete=models.CASCADE, related_name="codings")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="codings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    is_typed = models.BooleanField(default=False)

    class Meta:
        ordering = ["code__position", "code__name"]
        constraints = [
            models.UniqueConstraint(fields=["excerpt", "code", "by"], name="coding_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.code} by {self.by}"
