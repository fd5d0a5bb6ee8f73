"""Figure of issued recommendations by status."""

from collections.abc import Sequence

from django.urls import reverse

from clayton_review import clock
from clayton_review.charts.bars import Bar, BarChart
from clayton_review.figures import Audience, Cell, Column, Figure, Scope, State, Table, cell, figure
from clayton_review.web.formatting import count_phrase
from findings.recommendations.figures.counting import verified_phrase
from findings.recommendations.models.recommendations import RecommendationStatus
from findings.recommendations.selectors.issued_state import (
    IssuedRecommendation,
    issued_recommendations,
    state_of_status,
)


@figure("findings.recommendations")
def recommendations(scope: Scope) -> Figure:
    """Count issued recommendations by status, reported and verified apart."""
    items = issued_recommendations(scope.as_of)
    day = clock.local(scope.as_of).date()
    n_reported = _n_at(items, RecommendationStatus.REPORTED)
    n_verified = _n_at(items, RecommendationStatus.VERIFIED)
    state, words = _waiting_state(items, day.isoformat())
    rows: list[tuple[Cell, ...]] = [
        (
            status.label,
            cell(_n_at(items, status)),
            cell(_n_overdue(items, status, day.isoformat())),
        )
        for status in RecommendationStatus
    ]
    is_team = scope.audience == Audience.TEAM
    return Figure(
        name="findings.recommendations",
        title=_recommendation_title(items, n_verified, day.isoformat()),
        sentence=_recommendation_sentence(len(items), n_reported, n_verified),
        unit="recommendations",
        denominator="",
        method=(
            "The city reports what it has done. Only a consultant can verify it, from a document, "
            "and never the person who reported it. Overdue means open after the due date."
        ),
        table=Table(
            (Column("Status"), Column("Recommendations", "count"), Column("Overdue", "count")),
            tuple(rows),
        ),
        evidence_url=reverse("findings:recommendation_list") if is_team else "",
        value=cell(len(items)),
        chart=_chart(items, day.isoformat()),
        state=state,
        state_words=words,
    )


def _chart(items: Sequence[IssuedRecommendation], day: str) -> BarChart | None:
    bars = tuple(
        Bar(
            status.label,
            float(_n_at(items, status)),
            needs_attention=_n_overdue(items, status, day) > 0,
        )
        for status in RecommendationStatus
    )
    return BarChart("Recommendations", "recommendations", len(items), bars) if items else None


def _recommendation_title(items: Sequence[IssuedRecommendation], n_verified: int, day: str) -> str:
    if not items:
        return "No recommendations have been issued yet"
    n_overdue = sum(item.is_overdue(day) for item in items)
    overdue = (
        count_phrase(n_overdue, "is overdue", "are overdue") if n_overdue else "none is overdue"
    )
    return f"{verified_phrase(n_verified, len(items))}; {overdue}"


def _recommendation_sentence(n: int, n_reported: int, n_verified: int) -> str:
    verified = (
        f"{n_verified} of {n} {'is' if n_verified == 1 else 'are'} implemented (verified): "
        "we saw the proof."
        if n_verified
        else f"None of {n} is implemented (verified) yet: that takes proof that we have seen."
    )
    if not n_reported:
        return verified
    besides = "more " if n_verified else ""
    more = count_phrase(n_reported, f"{besides}is", f"{besides}are")
    return (
        f"{verified} {more} reported implemented: the city says so, and we have not verified it "
        "yet."
    )


def _waiting_state(items: Sequence[IssuedRecommendation], day: str) -> tuple[State, str]:
    n_overdue = sum(item.is_overdue(day) for item in items)
    n_silent = _n_at(items, RecommendationStatus.NO_RESPONSE)
    if n_overdue:
        return state_of_status("", is_overdue=True), count_phrase(
            n_overdue, "is overdue", "are overdue"
        )
    if n_silent:
        return state_of_status(RecommendationStatus.NO_RESPONSE), count_phrase(
            n_silent, "is waiting for a response", "are waiting for a response"
        )
    return (State.ON_TRACK, "All have been answered") if items else (State.NONE, "")


def _n_at(items: Sequence[IssuedRecommendation], status: RecommendationStatus) -> int:
    return sum(item.status == status for item in items)


def _n_overdue(
    items: Sequence[IssuedRecommendation], status: RecommendationStatus, day: str
) -> int:
    return sum(item.status == status and item.is_overdue(day) for item in items)
