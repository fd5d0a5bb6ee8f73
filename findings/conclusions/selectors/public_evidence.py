"""Evidence of released findings, without what may no longer be shown since its release."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from clayton_review.documents.models import Document
from clayton_review.read_cache import cached_read
from findings.coding.selectors.quote_release import can_be_released, large_groups, speaker_label
from findings.conclusions.models.evidence import EvidenceLink, Stance
from findings.conclusions.selectors.evidence_kinds import FIGURE, QUOTE, kind_named
from findings.conclusions.selectors.evidence_kinds.base import PublicEvidence
from findings.releases.models import PublishedItem
from findings.releases.selectors import published_items

NO_STANCE = ""  # older releases have no stance
LabelsByWords = dict[str, set[str]]
SourceKey = tuple[UUID | None, str, str]


@dataclass(frozen=True)
class PrintableEvidence:
    """Words under each finding that may be shown now, with their labels, and public documents.

    `withdrawn` holds the finding, stance and source of evidence that is not printed, where all of
    it was withdrawn.
    """

    quoted: dict[UUID, LabelsByWords] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()
    withdrawn: frozenset[SourceKey] = frozenset()

    def shown(
        self, finding: UUID | None, entries: Iterable[PublicEvidence]
    ) -> tuple[PublicEvidence, ...]:
        """Return each piece once that has not been withdrawn, without hidden words."""
        pieces = [self.without_hidden_words(finding, entry) for entry in entries]
        return tuple(
            dict.fromkeys(
                piece
                for piece in pieces
                if piece.words or (finding, piece.stance, piece.source_label) not in self.withdrawn
            )
        )

    def without_hidden_words(
        self, finding: UUID | None, evidence: PublicEvidence
    ) -> PublicEvidence:
        """Return the evidence without what may not be shown now; labels only as published."""
        labels = self.quoted.get(finding, {}).get(evidence.words) if finding else None
        kind = kind_named(evidence.kind)
        return kind.without_hidden_words(evidence, labels=labels, documents=self.documents)


@cached_read
def released_findings(as_of: datetime) -> list[tuple[PublishedItem, tuple[PublicEvidence, ...]]]:
    """Return the findings published at this moment, each with the evidence that may be shown."""
    items = [item for item in published_items(as_of) if item.finding_id]
    evidence_by_item = showable_evidence(items)
    return [(item, evidence_by_item[item.pk]) for item in items]


def showable_evidence(items: Iterable[PublishedItem]) -> dict[UUID, tuple[PublicEvidence, ...]]:
    """Return the evidence of each released finding, by item, that may be shown now.

    Uses four queries at most, whatever the number of findings.
    """
    entries_by_item = {item: _frozen_evidence(item.content) for item in items if item.finding_id}
    references = {
        entry.reference
        for entries in entries_by_item.values()
        for entry in entries
        if entry.reference
    }
    findings = [item.finding_id for item in entries_by_item]
    links = EvidenceLink.objects.filter(finding__in=findings, excerpt__isnull=False)
    linked_words = list(links.for_pages())
    printable = PrintableEvidence(
        _quotable_words(linked_words),
        _public_references(references) if references else frozenset(),
        _withdrawn_sources(linked_words),
    )
    return {
        item.pk: printable.shown(item.finding_id, entries)
        for item, entries in entries_by_item.items()
    }


def has_evidence_against(item: PublishedItem, evidence: Iterable[PublicEvidence]) -> bool:
    """True if a released finding has evidence against it that has not been withdrawn."""
    had_evidence: bool = item.content["has_evidence_against"]
    if "evidence" not in item.content:  # older releases have no stance
        return had_evidence
    return had_evidence and any(piece.stance == Stance.CONTRADICTING for piece in evidence)


def _quotable_words(links: Iterable[EvidenceLink]) -> dict[UUID, LabelsByWords]:
    """Return the words under each finding that may be published now, with their labels."""
    printable_links = [link for link in links if _is_printable(link)]
    large = large_groups() if printable_links else frozenset()
    words_by_finding: dict[UUID, LabelsByWords] = defaultdict(lambda: defaultdict(set))
    for link in printable_links:
        assert link.excerpt is not None  # noqa: S101  # only those were taken
        words_by_finding[link.finding_id][link.excerpt.release_text].add(
            speaker_label(link.excerpt, large)
        )
    return words_by_finding


def _is_printable(link: EvidenceLink) -> bool:
    is_quoted = link.is_quoted and not link.is_withdrawn
    return is_quoted and link.excerpt is not None and can_be_released(link.excerpt)


def _withdrawn_sources(links: Iterable[EvidenceLink]) -> frozenset[SourceKey]:
    """Return the sources behind findings, by stance, of which all that is not printed is withdrawn.

    A printed quote keeps its own place, and does not stand for one that was withdrawn.
    """
    withdrawn: set[SourceKey] = set()
    current: set[SourceKey] = set()
    for link in links:
        assert link.excerpt is not None  # noqa: S101  # only those were taken
        source = kind_named(link.kind).source_of(link).lower()
        key = (link.finding_id, link.stance, source)
        if link.excerpt.source.withdrawal():
            withdrawn.add(key)
        elif not _is_printable(link):
            current.add(key)
    return frozenset(withdrawn - current)


def _public_references(numbers: Iterable[str]) -> frozenset[str]:
    public = Document.objects.public().filter(reference__in=numbers)
    return frozenset(public.values_list("reference", flat=True))


def _from_content(entry: dict[str, str]) -> PublicEvidence:
    """Return one entry of a published item; items keep `source_label` under the key `of`."""
    others = {name: value for name, value in entry.items() if name != "of"}
    is_quote = kind_named(entry["kind"]).is_quote
    return PublicEvidence(source_label=entry["of"], is_quote=is_quote, **others)


def _frozen_evidence(content: dict[str, Any]) -> list[PublicEvidence]:
    if "evidence" in content:
        return [_from_content(entry) for entry in content["evidence"]]
    quotes = [
        PublicEvidence(NO_STANCE, QUOTE.name, "", is_quote=True, **quote)
        for quote in content["quotes"]
    ]
    figures = [PublicEvidence(NO_STANCE, FIGURE.name, "", words) for words in content["figures"]]
    kinds = [PublicEvidence(NO_STANCE, "", kind) for kind in content["stands_on"]]
    return [*quotes, *figures, *kinds]
