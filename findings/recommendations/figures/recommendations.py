"""Issued recommendations by status."""

from collections.abc import Sequence

from django.urls import reverse

from clayton_review import clock
from clayton_review.charts.bars import Bar, BarChart
from clayton_review.figures import Audience, Cell, Column, Figure, Scope, State, Table, cell, figure
from findings.conclusions.figures.findings import _n
from findings.recommendations.models.recommendations import Status
from findings.recommendations.selectors.issued_state import (
    RecommendationStanding,
    recommendations_at,
    sign_of,
)


@figure("findings.recommendations")
def recommendations(scope: Scope) -> Figure:
    """Issued recommendations by status; reported and verified are told apart."""
    stands = recommendations_at(scope.as_of)
    day = clock.local(scope.as_of).date()
    n_reported = _n_at(stands, Status.REPORTED)
    n_verified = _n_at(stands, Status.VERIFIED)
    state, words = _waiting(stands, day.isoformat())
    rows: list[tuple[Cell, ...]] = [
        (
            status.label,
            cell(_n_at(stands, status)),
            cell(_n_overdue(stands, status, day.isoformat())),
        )
        for status in Status
    ]
    is_team = scope.audience == Audience.TEAM
    return Figure(
        name="findings.recommendations",
        title=_recommendation_title(len(stands), n_reported, n_verified),
        sentence=(
            f"Of {len(stands)} issued recommendations, the city reports that "
            f"{_n(n_reported, 'is', 'are')} implemented that we have not verified yet. "
            f"We have verified that {_n(n_verified, 'is', 'are')} implemented."
        ),
        unit="recommendations",
        denominator=f"{len(stands)} issued recommendations",
        method=(
            "The city reports what it has done. Only a consultant can verify it, from a document, "
            "and never the person who reported it. Overdue means open after the due date."
        ),
        table=Table(
            (Column("Status"), Column("Recommendations", "count"), Column("Overdue", "count")),
            tuple(rows),
        ),
        evidence_url=reverse("findings:recommendation_list") if is_team else "",
        value=cell(len(stands)),
        chart=_chart(stands, day.isoformat()),
        state=state,
        state_words=words,
    )


def _chart(stands: Sequence[RecommendationStanding], day: str) -> BarChart | None:
    bars = tuple(
        Bar(
            status.label,
            float(_n_at(stands, status)),
            is_marked=_n_overdue(stands, status, day) > 0,
        )
        for status in Status
    )
    return BarChart("Recommendations", "recommendations", len(stands), bars) if stands else None


def _recommendation_title(n: int, n_reported: int, n_verified: int) -> str:
    if not n:
        return "No recommendations have been issued yet."
    done = f"{n_verified} verified" if n_verified else "none verified yet"
    waiting = "none waiting to be verified"
    reported = f"{n_reported} reported implemented" if n_reported else waiting
    return f"{_n(n, 'recommendation', 'recommendations')} issued: {reported}, {done}."


def _waiting(stands: Sequence[RecommendationStanding], day: str) -> tuple[State, str]:
    n_overdue = sum(stand.is_overdue(day) for stand in stands)
    n_silent = _n_at(stands, Status.NO_RESPONSE)
    if n_overdue:
        return sign_of("", is_overdue=True), _n(n_overdue, "is overdue", "are overdue")
    if n_silent:
        return sign_of(Status.NO_RESPONSE), _n(
            n_silent, "is waiting for a response", "are waiting for a response"
        )
    return (State.ON_TRACK, "All have been answered") if stands else (State.NONE, "")


def _n_at(stands: Sequence[RecommendationStanding], status: Status) -> int:
    return sum(stand.status == status for stand in stands)


def _n_overdue(stands: Sequence[RecommendationStanding], status: Status, day: str) -> int:
    return sum(stand.status == status and stand.is_overdue(day) for stand in stands)
