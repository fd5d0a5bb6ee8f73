"""Figure of the recommendations on technology."""

from clayton_review.figures import Cell, Column, Figure, Scope, Table, cell, figure
from findings.conclusions.models.findings import Pillar
from findings.recommendations.figures.counting import (
    REPORTED_IS_NOT_VERIFIED,
    Recommendations,
    count_matching,
    has_status,
    verified_phrase,
)
from findings.recommendations.models.recommendations import RecommendationStatus
from findings.recommendations.selectors.issued_state import (
    issued_recommendations,
)


@figure("findings.technology")
def technology(scope: Scope) -> Figure:
    """List recommendations on technology with their stage, from policy to practice."""
    items = [
        item
        for item in issued_recommendations(scope.as_of)
        if Pillar.TECHNOLOGY.label in item.pillars
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            item.reference,
            item.text,
            item.stage or "Not started",
            RecommendationStatus(item.status).label,
            item.due_on or "",
        )
        for item in items
    ]
    columns = (
        *(Column("Reference"), Column("Recommendation"), Column("Stage")),
        *(Column("Status"), Column("Due", "date")),
    )
    return Figure(
        name="findings.technology",
        title=_technology_title(items),
        sentence="The stage each recommendation on technology has reached: policy, training "
        "or practice.",
        unit="recommendations",
        denominator="",
        method=f"The stage is the latest one recorded. {REPORTED_IS_NOT_VERIFIED}",
        table=Table(columns, tuple(rows)),
        evidence_url="",
        value=cell(len(items)),
    )


def _technology_title(items: Recommendations) -> str:
    if not items:
        return "There are no recommendations on technology yet"
    n_done = count_matching(items, has_status(RecommendationStatus.VERIFIED))
    return verified_phrase(n_done, len(items), "on technology")
