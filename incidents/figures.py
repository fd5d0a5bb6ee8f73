"""The figures of the incidents: how far the review is, how claims stand, what evidence there is."""

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse

from clayton_review.accounts.roles import DisclosureClass
from clayton_review.charts.shapes import Bar, BarChart
from clayton_review.figures import Audience, Column, Figure, Scope, State, Table, figure
from clayton_review.read_cache import cached_read
from clayton_review.web.formatting import count_phrase
from incidents.models import (
    Claim,
    ClaimStanding,
    EvidenceItem,
    EvidenceState,
    Incident,
    IncidentStatus,
)
from incidents.selectors import Point, outcome_words, points_of, wind_back

NAMED = {
    Audience.TEAM: frozenset(DisclosureClass) - {DisclosureClass.RESTRICTED},
    Audience.BOARD: frozenset({DisclosureClass.PUBLIC, DisclosureClass.CITY_AND_BOARD}),
    Audience.PUBLIC: frozenset({DisclosureClass.PUBLIC}),
}
SHARE_ON_TRACK = 0.5
POINT_METHOD = (
    "A disputed point has two or more claims that are not all corroborated. It is closed when "
    "every claim has been assessed: as corroborated, as disproved by record, or as one that no "
    "record can settle. The review is on track when at least half of the disputed points are "
    "closed."
)


@dataclass(frozen=True)
class _ReviewedIncident:
    incident: Incident
    points: list[Point]

    @property
    def disputed(self) -> list[Point]:
        return [point for point in self.points if point.is_disputed]

    @property
    def closed(self) -> list[Point]:
        return [point for point in self.disputed if point.is_closed]

    def counts(self) -> tuple[int, int, int]:
        """Count disputed points, those closed, and those closed that no record can settle."""
        closed = self.closed
        return len(self.disputed), len(closed), sum(point.is_undetermined for point in closed)

    def n_closed_by_records(self) -> int:
        """Count disputed points that records settle."""
        return sum(point.is_closed_by_records for point in self.disputed)


@cached_read
def _incidents(scope: Scope) -> list[Incident]:
    rows = Incident.objects.as_of(scope.as_of).order_by("reference")
    if scope.audience != Audience.TEAM:
        rows = rows.exclude(disclosure_class=DisclosureClass.RESTRICTED)
    incidents = list(rows)
    wind_back(incidents, "incident", scope.as_of)
    return incidents


@cached_read
def _claims(scope: Scope) -> list[Claim]:
    rows = Claim.objects.as_of(scope.as_of).filter(incident__in=_incidents(scope))
    if scope.audience != Audience.TEAM:
        rows = rows.exclude(document__disclosure_class=DisclosureClass.RESTRICTED)
    claims = list(rows.order_by("number"))
    wind_back(claims, "claim", scope.as_of)
    return claims


@figure("incidents.reviewed")
def reviewed(scope: Scope) -> Figure:
    """Return incidents by status, and how many of their disputed points are closed."""
    incidents, claims = _incidents(scope), _claims(scope)
    reviews = [
        _ReviewedIncident(
            incident, points_of(claim for claim in claims if claim.incident_id == incident.pk)
        )
        for incident in incidents
    ]
    n_begun = sum(review.incident.status != IncidentStatus.OPEN for review in reviews)
    total = sum(len(review.disputed) for review in reviews)
    n_closed = sum(len(review.closed) for review in reviews)
    return Figure(
        name="incidents.reviewed",
        title=_reviewed_title(reviews, scope),
        sentence=_reviewed_sentence(reviews, n_begun),
        unit="disputed points settled by records",
        denominator=_count_of(total, "disputed point") if total else "",
        method=POINT_METHOD,
        table=_reviewed_table(reviews, scope),
        evidence_url=reverse("incidents:list"),
        value=str(sum(review.n_closed_by_records() for review in reviews)),
        state=_state(n_closed, total),
        state_words=f"{total - n_closed} open" if total else "",
    )


def _points(reviews: list[_ReviewedIncident]) -> str:
    return outcome_words([point for review in reviews for point in review.disputed])


def _reviewed_title(reviews: list[_ReviewedIncident], scope: Scope) -> str:
    if not reviews:
        return "No incidents are on record yet"
    total, n_closed, _ = map(sum, zip(*(review.counts() for review in reviews), strict=True))
    if not total:
        return f"{_count_of(len(reviews), 'incident')} on record, no disputed points yet"
    only = reviews[0].incident
    title = f"{_count_of(total, 'disputed point')}: {total - n_closed} open, {n_closed} closed"
    if len(reviews) == 1 and only.disclosure_class in NAMED[scope.audience]:
        comma = "," if only.title[-4:].isdigit() else ""  # the year of a date
        return f"{only.title}{comma} has {title}"
    return title


def _reviewed_sentence(reviews: list[_ReviewedIncident], n_begun: int) -> str:
    if not reviews:
        return "No incidents are on record."
    noun = _count_of(len(reviews), "incident")
    sentence = f"{noun} on record, {n_begun} under review or closed"
    if len(reviews) == 1:
        sentence = f"One incident on record, {'under review or closed' if n_begun else 'open'}"
    total = sum(len(review.disputed) for review in reviews)
    if not total:
        return f"{sentence}; no points with conflicting claims."
    return f"{sentence}. Of {_count_of(total, 'disputed point')}: {_points(reviews)}."


def _reviewed_table(reviews: list[_ReviewedIncident], scope: Scope) -> Table:
    """Return a row for each incident this audience may see by name, and one for all the others."""
    named = [
        review for review in reviews if review.incident.disclosure_class in NAMED[scope.audience]
    ]
    others = [review for review in reviews if review not in named]
    rows = [
        (review.incident.title, _status(review.incident), *map(str, review.counts()))
        for review in named
    ]
    if others:
        sums = [
            str(sum(column)) for column in zip(*(review.counts() for review in others), strict=True)
        ]
        rows.append((f"{_count_of(len(others), 'other incident')}", "", *sums))
    return Table(
        columns=(
            Column("Incident"),
            Column("Status"),
            Column("Disputed points", "count"),
            Column("Closed", "count"),
            Column("No record can settle them", "count"),
        ),
        rows=tuple(rows),
    )


@figure("incidents.claims")
def claims(scope: Scope) -> Figure:
    """Return claims by standing."""
    n_by_standing = Counter(claim.standing for claim in _claims(scope))
    total = n_by_standing.total()
    open_claims = n_by_standing[ClaimStanding.DISPUTED] + n_by_standing[ClaimStanding.SINGLE_SOURCE]
    title = _claims_title(open_claims, total)
    return _bars(
        "incidents.claims",
        title=title if total else "No claims are on record yet",
        unit="claims",
        counts=[(choice.label, n_by_standing[choice]) for choice in ClaimStanding],
        method="Each current claim counts once, by the latest status its assessor gave it.",
        marked=ClaimStanding.DISPUTED.label,
    )


def _claims_title(n_open: int, total: int) -> str:
    if not n_open:
        return (
            "The claim has been assessed"
            if total == 1
            else f"All {total} claims have been assessed"
        )
    verbs = ("has", "is") if n_open == 1 else ("have", "are")
    claims = _count_of(total, "claim")
    return f"{n_open} of {claims} still {verbs[0]} only one source or {verbs[1]} disputed"


@figure("incidents.evidence")
def evidence(scope: Scope) -> Figure:
    """Return evidence by what became of the request for it."""
    rows = EvidenceItem.objects.as_of(scope.as_of).filter(incident__in=_incidents(scope))
    if scope.audience != Audience.TEAM:
        rows = rows.exclude(disclosure_class=DisclosureClass.RESTRICTED)
    items = list(rows)
    wind_back(items, "item", scope.as_of)
    n_by_state = Counter(item.state for item in items)
    missing, total = n_by_state[EvidenceState.DOES_NOT_EXIST], n_by_state.total()
    title = f"{n_by_state[EvidenceState.RECEIVED]} of {_count_of(total, 'evidence item')} received"
    if missing:
        title += f"; {missing} {'does' if missing == 1 else 'do'} not exist"
    return _bars(
        "incidents.evidence",
        title=title if total else "No evidence is on record yet",
        unit="evidence items",
        counts=[(choice.label, n_by_state[choice]) for choice in EvidenceState],
        method="Each current evidence item counts once, by its latest status. If something "
        "does not exist, that is recorded as a fact.",
        marked=EvidenceState.DOES_NOT_EXIST.label,
    )


def _bars(
    name: str, *, title: str, unit: str, counts: list[tuple[str, int]], method: str, marked: str
) -> Figure:
    total, singular = sum(count for _, count in counts), unit.removesuffix("s")
    counted = ", ".join(f"{label.lower()} {count}" for label, count in counts)
    chart = BarChart(
        title=title,
        unit=unit,
        maximum=float(max((count for _, count in counts), default=0) or 1),
        bars=tuple(Bar(label, float(n), needs_attention=label == marked) for label, n in counts),
    )
    return Figure(
        name=name,
        title=title,
        sentence=f"Of {_count_of(total, singular)}: {counted}."
        if total
        else f"There are no {unit} yet.",
        unit=unit,
        denominator=f"all {_count_of(total, f'current {singular}')}",
        method=method,
        table=Table(
            columns=(Column(unit.capitalize()), Column("Number", "count")),
            rows=tuple((label, str(count)) for label, count in counts),
        ),
        evidence_url=reverse("incidents:list"),
        value=str(total),
        chart=chart if total else None,
    )


def _state(n_closed: int, total: int) -> State:
    if not total:
        return State.NONE
    return State.ON_TRACK if n_closed >= SHARE_ON_TRACK * total else State.WATCH


def _status(incident: Incident) -> str:
    return incident.get_status_display()


def _count_of(number: int, noun: str) -> str:
    return count_phrase(number, noun, f"{noun}s")
