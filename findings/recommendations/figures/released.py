"""The released findings and recommendations as a table: frozen text, and quotes still agreed to."""

from datetime import date

from clayton_review.figures import Cell, Column, Figure, Scope, Table, cell, figure
from clayton_review.web.formatting import day
from findings.conclusions.selectors.public_evidence import Piece, still_shown
from findings.recommendations.models.recommendations import Status
from findings.recommendations.selectors.issued_state import (
    RecommendationStanding,
    recommendations_at,
)
from findings.releases.models import PublishedItem

_COLUMNS = (
    Column("Reference"),
    Column("What"),
    Column("What it says"),
    Column("Pillar or addressee"),
    Column("Stands on"),
    Column("Status"),
)


@figure("findings.released")
def released(scope: Scope) -> Figure:
    """Everything that is out, the same for every audience."""
    items = list(PublishedItem.objects.standing(scope.as_of).filter(finding__isnull=False))
    shown = still_shown(items)
    findings = [_finding_row(item, shown[item.pk]) for item in items]
    advice = [_recommendation_row(stand) for stand in recommendations_at(scope.as_of)]
    rows: list[tuple[Cell, ...]] = [*findings, *advice]
    n_rows = len(rows)
    return Figure(
        name="findings.released",
        title=_title(len(findings), len(advice)),
        sentence=f"{len(findings)} findings and {len(advice)} recommendations have been released.",
        unit="findings and recommendations",
        denominator="",
        method="The text as it was released. Later work appears only after another release. "
        "Words that may no longer be quoted are left out.",
        table=Table(_COLUMNS, tuple(rows)),
        evidence_url="",
        value=cell(n_rows),
    )


def _title(n_findings: int, n_recommendations: int) -> str:
    if not n_findings + n_recommendations:
        return "Nothing has been released yet."
    return (
        f"{n_findings} finding{'' if n_findings == 1 else 's'} and {n_recommendations} "
        f"recommendation{'' if n_recommendations == 1 else 's'} have been released."
    )


def _finding_row(item: PublishedItem, told: tuple[Piece, ...]) -> tuple[Cell, ...]:
    content = item.content
    said = {(one.words, one.label) for one in told if one.kind == "excerpt" and one.words}
    quotes = " ".join(f"“{words}”{_by(label)}" for words, label in sorted(said))
    stands_on = ", ".join(content["stands_on"])
    return (
        content["reference"],
        content["kind_words"],
        content["statement"],
        content["pillar_words"],
        f"{stands_on}. {quotes}" if quotes else stands_on,
        "Released",
    )


def _by(label: str) -> str:
    return f" ({label.lower()})" if label else ""


def _recommendation_row(stand: RecommendationStanding) -> tuple[Cell, ...]:
    status = Status(stand.status).label
    due = f", due {day(date.fromisoformat(stand.due_on))}" if stand.due_on else ""
    return (
        stand.reference,
        "Recommendation",
        stand.text,
        stand.addressee,
        ", ".join(stand.findings),
        f"{status}{due}",
    )
