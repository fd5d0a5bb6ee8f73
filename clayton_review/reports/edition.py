"""The edition: the one public content of an issued report, from which every format is drawn."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from clayton_review.figures import Figure
from clayton_review.figures import from_json as figure_from_json
from clayton_review.reports import narrative
from clayton_review.reports.compared_measures import MEASURES
from clayton_review.reports.file_formats import file_stem
from clayton_review.reports.sections import SECTIONS, SectionKind

TILES = (
    "engagement.budget",
    "engagement.milestones",
    "findings.interviews",
    "surveys.response",
    "incidents.reviewed",
    "findings.recommendations",
)


@dataclass(frozen=True)
class ChangedFigure:
    """A figure whose value, as printed, differs from the last issue."""

    name: str
    title: str
    before: str
    after: str
    difference: str = ""  # with its sign; empty where one of them is no number


@dataclass(frozen=True)
class SectionView:
    """A section ready to be drawn."""

    kind: SectionKind
    blocks: tuple[narrative.Block, ...]
    figures: tuple[Figure, ...]

    @property
    def drawn(self) -> list[tuple[Figure, str]]:
        """List each figure with its method, without what the figure before it says too."""
        before = ["", *(figure.method for figure in self.figures)]
        return [
            (figure, _shortened_method(last, figure.method))
            for last, figure in zip(before, self.figures, strict=False)
        ]


def _shortened_method(shown_sentence: str, method: str) -> str:
    """Return the sentences of a method that the figure before does not have.

    The method is shortened only if every sentence of the one before holds for it too; only the
    last, which names the source, may differ.
    """
    known, own = (text.rstrip(".").split(". ") for text in (shown_sentence, method))
    fresh = [sentence for sentence in own if sentence not in known]
    lent = set(known[:-1] if fresh else known) - set(own)
    if lent or len(fresh) == len(own):
        return method
    return (
        f"Same method as the figure above. {'. '.join(fresh)}."
        if fresh
        else "Same method as the figure above."
    )


@dataclass(frozen=True)
class Edition:
    """An issued report, or the preview of a draft, ready to be drawn in any format."""

    text: str  # the canonical JSON, as it is issued
    number: str
    month: datetime
    headline: str
    lede: str
    revision_reason: str
    sections: tuple[SectionView, ...]
    figures: dict[str, Figure]
    stored_translations: dict[str, Any]  # figures as they are stored, by language and name
    changes: tuple[ChangedFigure, ...]
    not_compared: frozenset[str]  # figures that the issue before has not, or in another unit
    as_of: datetime
    issued_at: datetime | None
    issued_by: str
    approved_by: tuple[str, ...]
    audit_head: str
    audit_row: int | None
    snapshot_sha256: str
    previous_number: str
    follows_number: str
    follows_sha256: str
    is_demonstration: bool
    site: str  # the address under which the reports stand, as it was at the issue
    signing_key: str  # the public key of its hashes; empty before the first signed report

    @property
    def file_stem(self) -> str:
        """Return the name that its files have before their endings."""
        return file_stem(self.number, is_demonstration=self.is_demonstration)

    @property
    def follows_stem(self) -> str:
        """Return the name that the files of the report before it have."""
        return file_stem(self.follows_number, is_demonstration=self.is_demonstration)

    def translated_figures(self, language: str) -> dict[str, Figure]:
        """Return the figures that have words in this language, with the same numbers, by name."""
        stored = self.stored_translations.get(language, {})
        return {name: figure_from_json(figure) for name, figure in stored.items()}

    @property
    def tiles(self) -> list[Figure]:
        """List those of the front page's six figures that exist."""
        return [self.figures[name] for name in TILES if name in self.figures]

    @property
    def measures(self) -> tuple[ChangedFigure, ...]:
        """Return the changes of the measures that can be compared, by name."""
        changed = {change.name: change for change in self.changes}
        return tuple(
            replace(changed[name], title=title)
            for name, title in MEASURES.items()
            if name in changed
        )

    @property
    def alerts(self) -> Figure | None:
        """Return the figure of limit alerts if it has any."""
        figure = self.figures.get("engagement.alerts")
        return figure if figure and figure.table.rows else None

    @property
    def held_back(self) -> list[Figure]:
        """List the figures in which something is not shown."""
        return [figure for figure in self.figures.values() if figure.suppressed]


def read(text: str) -> Edition:
    """Parse the canonical text of an edition."""
    content = json.loads(text)
    figures = {name: figure_from_json(content["figures"][name]) for name in content["order"]}
    return Edition(
        text=text,
        number=content["number"],
        month=datetime.fromisoformat(content["month"]),
        headline=content["headline"],
        lede=content["lede"],
        revision_reason=content["revision_reason"],
        sections=tuple(_section(kind, content, figures) for kind in SECTIONS),
        figures=figures,
        stored_translations=content.get("translations", {}),
        changes=tuple(ChangedFigure(**change) for change in content["changes"]),
        not_compared=frozenset(content.get("not_compared", ())),
        as_of=datetime.fromisoformat(content["as_of"]),
        issued_at=datetime.fromisoformat(content["issued_at"]) if content["issued_at"] else None,
        issued_by=content["issued_by"],
        approved_by=tuple(content["approved_by"]),
        audit_head=content["audit_head"],
        audit_row=content.get("audit_row"),
        snapshot_sha256=content["snapshot_sha256"],
        previous_number=content["previous_number"],
        follows_number=content["follows_number"],
        follows_sha256=content["follows_sha256"],
        is_demonstration=content["is_demonstration"],
        site=content.get("site", ""),
        signing_key=content.get("signing_key", ""),
    )


def _section(kind: SectionKind, content: dict[str, Any], figures: dict[str, Figure]) -> SectionView:
    text = content["sections"].get(kind.name, "")
    blocks = narrative.read(text, figures, content["facts"]).blocks
    placed = {block.figure.name for block in blocks if block.figure}
    names = [name for name in kind.figures_among(figures) if name not in placed]
    return SectionView(kind, blocks, tuple(figures[name] for name in names))
