"""The kinds of evidence. To add one: one file beside this, one instance in `KINDS`."""

from findings.conclusions.selectors.evidence_kinds.base import EvidenceKind
from findings.conclusions.selectors.evidence_kinds.claims import ClaimEvidence
from findings.conclusions.selectors.evidence_kinds.documents import DocumentEvidence
from findings.conclusions.selectors.evidence_kinds.figures import FigureEvidence
from findings.conclusions.selectors.evidence_kinds.quotes import QuoteEvidence

QUOTE, CLAIM, FIGURE, DOCUMENT = (
    QuoteEvidence(), ClaimEvidence(), FigureEvidence(), DocumentEvidence()
)  # fmt: skip
KINDS: tuple[EvidenceKind, ...] = (QUOTE, CLAIM, FIGURE, DOCUMENT)  # in the order of the search
WITHOUT_KIND = EvidenceKind()


def kind_named(name: str) -> EvidenceKind:
    """Return the kind of this name; an empty name stands in releases older than kinds."""
    return {kind.name: kind for kind in (*KINDS, WITHOUT_KIND)}[name]


def kind_searched(key: str) -> EvidenceKind | None:
    """Return the kind whose search has this key in its address, or None."""
    return next((kind for kind in KINDS if kind.key == key), None)


def source_labels() -> list[str]:
    """List the sources that a released finding can name; it holds them in lower case."""
    return [label for kind in KINDS for label in kind.source_labels()]
