"""Where findings and recommendations stand."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from clayton_review import clock
from clayton_review.charts.bars import Bar, BarChart
from clayton_review.figures import Audience, Cell, Column, Figure, Scope, State, Table, cell, figure
from findings.models import Finding, FindingState, Kind, Status
from findings.models.releases import PublishedItem
from findings.selectors.standing import RecommendationStanding, recommendations_at, sign_of


@figure("findings.findings")
def findings(scope: Scope) -> Figure:
    """Findings by state and kind; board and public read the released ones only."""
    is_team = scope.audience == Audience.TEAM
    pairs = _in_work(scope.as_of) if is_team else _released(scope.as_of)
    counts = Counter(pairs)
    states = FindingState if is_team else [FindingState.RELEASED]
    rows: list[tuple[Cell, ...]] = [
        (state.label, *(cell(counts[state.value, kind.value]) for kind in Kind)) for state in states
    ]
    n_out = sum(n for (state, _), n in counts.items() if state == FindingState.RELEASED)
    columns = (Column("State"), *(Column(f"{kind.label}s", "count") for kind in Kind))
    return Figure(
        name="findings.findings",
        title=_n(n_out, "finding is released.", "findings are released."),
        sentence=_finding_sentence(pairs, n_out),
        unit="findings",
        denominator=f"{len(pairs)} findings" if is_team else "released findings",
        method="A finding is released after somebody who did not write it signed its text.",
        table=Table(columns, tuple(rows)),
        evidence_url=reverse("findings:finding_list") if is_team else "",
        value=cell(n_out),
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
            f"Of {len(stands)} issued recommendations the city reports {n_reported} as implemented "
            f"and waits for our look; "
            f"{_n(n_verified, 'is', 'are')} implemented and verified by us."
        ),
        unit="recommendations",
        denominator=f"{len(stands)} issued recommendations",
        method=(
            "The city reports what it has done. Only a consultant verifies, never the person who "
            "reported, and on a document. Overdue: open after its date."
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


def _in_work(as_of: datetime) -> list[tuple[str, str]]:
    return list(Finding.objects.as_of(as_of).values_list("state", "kind"))


def _released(as_of: datetime) -> list[tuple[str, str]]:
    items = PublishedItem.objects.standing(as_of).filter(finding__isnull=False)
    return [(FindingState.RELEASED.value, item.content["kind"]) for item in items]


def _finding_sentence(pairs: list[tuple[str, str]], n_out: int) -> str:
    if not pairs:
        return "No finding stands yet."
    kinds = Counter(kind for state, kind in pairs if state == FindingState.RELEASED)
    rest = len(pairs) - n_out
    told = f"Released: {_n(kinds['problem'], 'problem', 'problems')} and "
    told += _n(kinds["strength"], "strength", "strengths")
    return f"{told}. {_n(rest, 'more is', 'more are')} in work." if rest else f"{told}."


def _recommendation_title(n: int, n_reported: int, n_verified: int) -> str:
    if not n:
        return "No recommendation is issued yet."
    done = f"{n_verified} verified" if n_verified else "none is verified yet"
    reported = f"{n_reported} reported implemented" if n_reported else "none waits for a check"
    return f"{_n(n, 'recommendation is', 'recommendations are')} issued: {reported}, {done}."


def _waiting(stands: Sequence[RecommendationStanding], day: str) -> tuple[State, str]:
    n_overdue = sum(stand.is_overdue(day) for stand in stands)
    n_silent = _n_at(stands, Status.NO_RESPONSE)
    if n_overdue:
        return sign_of("", is_overdue=True), _n(n_overdue, "is overdue", "are overdue")
    if n_silent:
        return sign_of(Status.NO_RESPONSE), _n(
            n_silent, "waits for a response", "wait for a response"
        )
    return (State.ON_TRACK, "All are answered") if stands else (State.NONE, "")


def _n_at(stands: Sequence[RecommendationStanding], status: Status) -> int:
    return sum(stand.status == status for stand in stands)


def _n_overdue(stands: Sequence[RecommendationStanding], status: Status, day: str) -> int:
    return sum(stand.status == status and stand.is_overdue(day) for stand in stands)


def _n(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
