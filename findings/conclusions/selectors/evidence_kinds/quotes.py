"""Quotes as evidence: words that people said to the study."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_noop

from clayton_review.accounts.models import User
from findings.coding.models.excerpts import Excerpt
from findings.coding.models.quotable_texts import source_kinds
from findings.coding.selectors.quote_release import can_be_released, speaker_label
from findings.conclusions.models.evidence import EvidenceLink
from findings.conclusions.selectors.evidence_kinds.base import (
    EvidenceTexts,
    PublicEvidence,
    PublicWords,
    RecordKind,
)


class QuoteEvidence(RecordKind):
    """Quotes; their words are released where the speaker agreed."""

    name = "excerpt"
    key = "quote"
    label = "Quote"
    public_label = gettext_noop("Said to the study")
    unprinted_label = "Something said to the study that is not printed"
    is_quote = True
    lookups = ("text__icontains", "codings__code__name__icontains")

    def rows(self, user: User) -> QuerySet[Any]:
        return Excerpt.objects.visible_to(user).current().for_pages()

    def row_label(self, row: Excerpt) -> str:
        speaker = row.speaker
        return f"“{row}” {speaker.description} ({speaker.consent_words})"

    def texts(self, link: EvidenceLink, large: frozenset[str]) -> EvidenceTexts:
        excerpt = _excerpt_of(link)
        speaker = excerpt.speaker
        group = ", ".join(filter(None, [speaker.group_label, speaker.source_kind])).capitalize()
        return EvidenceTexts(
            heading=f"“{excerpt.release_text}”",
            lines=(group, _quote_status(link, large)),
            url=reverse("findings:quote_detail", args=[excerpt.pk]),
            url_words="See the quote and where it was said",
            warning=_warning(excerpt),
        )

    def source_labels(self) -> list[str]:
        return [kind.label for kind in source_kinds()]

    def source_of(self, link: EvidenceLink) -> str:
        return _excerpt_of(link).source_kind.label

    def public_words(self, link: EvidenceLink, large: frozenset[str]) -> PublicWords:
        excerpt = _excerpt_of(link)
        if not (link.is_quoted and can_be_released(excerpt)):
            return PublicWords()
        return PublicWords(excerpt.release_text, speaker_label(excerpt, large))

    def without_hidden_words(
        self, evidence: PublicEvidence, *, labels: set[str] | None, documents: frozenset[str]
    ) -> PublicEvidence:
        if not evidence.words:
            return evidence
        if labels is None:
            return replace(evidence, words="", label="")
        return evidence if evidence.label in labels else replace(evidence, label="")

    def printed_text(self, evidence: PublicEvidence) -> str:
        if not evidence.words:
            return self.unprinted_label
        label = f" ({evidence.label.lower()})" if evidence.label else ""
        return f"“{evidence.words}”{label}"


def _excerpt_of(link: EvidenceLink) -> Excerpt:
    assert link.excerpt is not None  # noqa: S101  # the kind says so
    return link.excerpt


def _warning(excerpt: Excerpt) -> str:
    if withdrawal := excerpt.source.withdrawal():
        return f"{withdrawal}"
    return "" if excerpt.is_in_source else "The notes no longer contain these words."


def _quote_status(link: EvidenceLink, large: frozenset[str]) -> str:
    if _excerpt_of(link).source.withdrawal():
        return "does not count as evidence and is not published"
    if not link.is_quoted:
        return "background, not quoted"
    name = speaker_label(_excerpt_of(link), large)
    return f"quoted as “{name.lower()}”" if name else "quoted without label"
