"""Released findings as anybody may read them: the frozen words of the release, and nothing live.

Only what has to end at once is asked of the live records: quotes whose speaker withdrew consent,
and documents that are no longer public.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from clayton_review import clock
from clayton_review.documents.models import Document
from findings.models import Stance
from findings.models.findings import ELEMENTS
from findings.models.releases import PublishedItem
from findings.selectors.releasing import still_quoted

UNSAID = ""  # releases from before stances were frozen say what they rest on, not which way it goes
SIDES = (Stance.SUPPORTING, Stance.CONTRADICTING, Stance.CONTEXT, UNSAID)
Told = dict[str, Any]


@dataclass(frozen=True)
class Piece:
    """One piece of evidence whose words are out; a document carries its reference."""

    kind: str
    words: str
    label: str
    reference: str


@dataclass(frozen=True)
class Side:
    """What does the same for the finding; of what stays inside only the kinds."""

    stance: str
    pieces: tuple[Piece, ...]
    silent: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The knot on the thread."""
        return "against" if self.stance == Stance.CONTRADICTING else "words"


@dataclass(frozen=True)
class Advice:
    """A recommendation that stands on the finding."""

    reference: str
    text: str


@dataclass(frozen=True)
class Found:
    """One released finding."""

    reference: str
    statement: str
    kind: str
    pillar: str
    released_on: date
    elements: tuple[tuple[str, str], ...]
    sides: tuple[Side, ...]
    has_evidence_against: bool
    recommendations: tuple[Advice, ...]


def released_findings() -> list[Found]:
    """Every released finding in the order of its number, without evidence; one query."""
    items = _standing()
    return [_found(item, items, ()) for item in items if item.finding_id]


def released_finding(reference: str) -> Found | None:
    """One released finding with its evidence; None when it is not out or was taken back."""
    items = _standing()
    fits = (item for item in items if item.finding_id and item.reference == reference)
    item = next(fits, None)
    return _found(item, items, _sides(item)) if item else None


def _standing() -> list[PublishedItem]:
    rows = PublishedItem.objects.standing(clock.now()).select_related("release", "finding")
    return list(rows)


def _found(item: PublishedItem, items: list[PublishedItem], sides: tuple[Side, ...]) -> Found:
    content = item.content
    advice = [one.content for one in items if one.recommendation_id]
    return Found(
        reference=item.reference,
        statement=content["statement"],
        kind=content["kind"],
        pillar=content["pillar"],
        released_on=clock.local(item.release.at).date(),
        elements=tuple((name, content[name]) for name in ELEMENTS if content[name]),
        sides=sides,
        has_evidence_against=content["has_evidence_against"],
        recommendations=tuple(
            Advice(one["reference"], one["text"])
            for one in advice
            if item.reference in one["findings"]
        ),
    )


def _sides(item: PublishedItem) -> tuple[Side, ...]:
    told = item.content.get("evidence") or _before(item.content)
    assert item.finding is not None  # noqa: S101  # only findings are asked for
    quoted = still_quoted(item.finding)
    numbers = [one["reference"] for one in told if one["reference"]]
    public = Document.objects.public().filter(reference__in=numbers)
    open_to_all = set(public.values_list("reference", flat=True)) if numbers else set()
    shown = [one for one in told if _is_out(one, quoted, open_to_all)]
    return tuple(
        Side(
            stance=stance,
            pieces=tuple(_piece(one) for one in shown if one["stance"] == stance),
            silent=tuple(
                sorted({one["of"] for one in told if one["stance"] == stance and one not in shown})
            ),
        )
        for stance in SIDES
        if any(one["stance"] == stance for one in told)
    )


def _is_out(told: Told, quoted: frozenset[str], open_to_all: set[str]) -> bool:
    if told["kind"] == "excerpt":
        return told["words"] in quoted
    if told["kind"] == "document":
        return told["reference"] in open_to_all
    return bool(told["words"])


def _piece(told: Told) -> Piece:
    return Piece(told["kind"], told["words"], told["label"], told["reference"])


def _before(content: Told) -> list[Told]:
    """The evidence of a release that did not freeze it piece by piece."""
    plain = {"stance": UNSAID, "label": "", "reference": "", "of": "", "words": ""}
    quotes = [{**plain, "kind": "excerpt", **quote} for quote in content["quotes"]]
    figures = [{**plain, "kind": "figure", "words": words} for words in content["figures"]]
    kinds = [{**plain, "kind": "", "of": kind} for kind in content["stands_on"]]
    return [*quotes, *figures, *kinds]
