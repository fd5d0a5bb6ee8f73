"""What of the frozen evidence of released findings may still be shown: consent can end later."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from clayton_review.documents.models import Document
from findings.coding.selectors.release import label, large_groups, may_be_printed
from findings.conclusions.models.evidence import EvidenceLink
from findings.releases.models import PublishedItem

UNSAID = ""  # releases from before stances were frozen say what they rest on, not which way it goes
Labels = dict[str, set[str]]


@dataclass(frozen=True)
class Piece:
    """One frozen piece of evidence; without words where they stay inside or may no longer be out.

    `of` is its kind in words; a document carries its reference.
    """

    stance: str
    kind: str
    of: str
    words: str = ""
    label: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Allowed:
    """What the live records let out: words under each finding with their labels, documents."""

    quoted: dict[UUID, Labels] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()

    def now(self, finding: UUID | None, piece: Piece) -> Piece:
        """The piece without what may no longer be shown; a label only as it was frozen."""
        if piece.kind == "document" and piece.reference not in self.documents:
            return replace(piece, words="", reference="")
        if piece.kind != "excerpt" or not piece.words:
            return piece
        labels = self.quoted.get(finding, {}).get(piece.words) if finding else None
        if labels is None:
            return replace(piece, words="", label="")
        return piece if piece.label in labels else replace(piece, label="")


def still_shown(items: Iterable[PublishedItem]) -> dict[UUID, tuple[Piece, ...]]:
    """The evidence of released findings by the item, as far as it may be shown now.

    At most four queries for however many.
    """
    frozen = {item: _frozen(item.content) for item in items if item.finding_id}
    numbers = {one.reference for pieces in frozen.values() for one in pieces if one.reference}
    allowed = Allowed(
        still_quoted(item.finding_id for item in frozen if item.finding_id),
        _open_to_all(numbers) if numbers else frozenset(),
    )
    return {
        item.pk: tuple(dict.fromkeys(allowed.now(item.finding_id, one) for one in pieces))
        for item, pieces in frozen.items()
    }


def still_quoted(findings: Iterable[UUID]) -> dict[UUID, Labels]:
    """The words under each finding that may be printed now, and the labels they may bear."""
    links = EvidenceLink.objects.current().filter(finding__in=list(findings), is_quoted=True)
    shown = [link for link in links.for_pages() if link.excerpt and may_be_printed(link.excerpt)]
    large = large_groups() if shown else frozenset()
    made: dict[UUID, Labels] = defaultdict(lambda: defaultdict(set))
    for link in shown:
        assert link.excerpt is not None  # noqa: S101  # only those were taken
        made[link.finding_id][link.excerpt.release_text].add(label(link.excerpt, large))
    return made


def _open_to_all(numbers: Iterable[str]) -> frozenset[str]:
    public = Document.objects.public().filter(reference__in=numbers)
    return frozenset(public.values_list("reference", flat=True))


def _frozen(content: dict[str, Any]) -> list[Piece]:
    if "evidence" in content:
        return [Piece(**one) for one in content["evidence"]]
    quotes = [Piece(UNSAID, "excerpt", "", **quote) for quote in content["quotes"]]
    figures = [Piece(UNSAID, "figure", "", words) for words in content["figures"]]
    kinds = [Piece(UNSAID, "", kind) for kind in content["stands_on"]]
    return [*quotes, *figures, *kinds]
