"""Figure of released findings and issued recommendations, with quotes still agreed to."""

from datetime import date

from clayton_review.figures import Cell, Column, Figure, Scope, Table, cell, figure
from clayton_review.web.formatting import count_phrase, day
from findings.conclusions.selectors.evidence_kinds.base import PublicEvidence
from findings.conclusions.selectors.public_evidence import released_findings
from findings.recommendations.models.recommendations import RecommendationStatus
from findings.recommendations.selectors.issued_state import (
    IssuedRecommendation,
    issued_recommendations,
)
from findings.releases.models import PublishedItem

_COLUMNS = (
    Column("Reference"),
    Column("Type"),
    Column("What it says"),
    Column("Topic or addressee"),
    Column("Evidence or findings"),
    Column("Status"),
)


@figure("findings.released")
def released(scope: Scope) -> Figure:
    """List all released findings and issued recommendations; every audience gets the same."""
    findings = [_finding_row(item, evidence) for item, evidence in released_findings(scope.as_of)]
    issued = [
        _recommendation_row(recommendation)
        for recommendation in issued_recommendations(scope.as_of)
    ]
    rows: list[tuple[Cell, ...]] = [*findings, *issued]
    n_rows = len(rows)
    return Figure(
        name="findings.released",
        title=_title(len(findings), len(issued)),
        sentence="Each is printed as it was released, with its evidence or its status."
        if rows
        else "Nothing has been released yet.",
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
        return "Nothing has been released yet"
    return (
        f"{count_phrase(n_findings, 'finding', 'findings')} and "
        f"{count_phrase(n_recommendations, 'recommendation', 'recommendations')} have been released"
    )


def _finding_row(item: PublishedItem, evidence: tuple[PublicEvidence, ...]) -> tuple[Cell, ...]:
    content = item.content
    quotes_with_labels = {
        (entry.words, entry.label) for entry in evidence if entry.is_quote and entry.words
    }
    quotes = " ".join(
        f"“{words}”{_label_in_brackets(label)}" for words, label in sorted(quotes_with_labels)
    )
    sources = ", ".join(content["stands_on"])
    return (
        content["reference"],
        content["kind_words"],
        content["statement"],
        content["pillar_words"],
        f"{sources}. {quotes}" if quotes else sources,
        "Released",
    )


def _label_in_brackets(label: str) -> str:
    return f" ({label.lower()})" if label else ""


def _recommendation_row(recommendation: IssuedRecommendation) -> tuple[Cell, ...]:
    status = RecommendationStatus(recommendation.status).label
    due = f", due {day(date.fromisoformat(recommendation.due_on))}" if recommendation.due_on else ""
    return (
        recommendation.reference,
        "Recommendation",
        recommendation.text,
        recommendation.addressee,
        ", ".join(recommendation.findings),
        f"{status}{due}",
    )
