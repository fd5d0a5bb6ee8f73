"""What the tracker reads: where each issued recommendation stands, and every step it took."""

from datetime import datetime

from clayton_review import clock
from clayton_review.figures import Cell, Column, Figure, Scope, Table, cell, figure
from clayton_review.web.formatting import day
from findings.recommendations.models.recommendations import Status, StatusChange
from findings.recommendations.models.responses import CityResponse
from findings.recommendations.selectors.issued_state import (
    RecommendationStanding,
    recommendations_at,
)
from findings.releases.models import PublishedItem

CITY, TEAM = "The city", "The study team"
METHOD = (
    "The city reports what it has done. Only a consultant can verify it, from a document, and "
    "never the person who wrote the recommendation or reported on it. Notes are printed where "
    "their writer allowed it."
)
STATE_COLUMNS = (
    Column("Reference"),
    Column("Status"),
    Column("Reported on", "date"),
    Column("Verified on", "date"),
    Column("Stage"),
    Column("Response"),
    Column("Response given on", "date"),
    Column("The city’s words"),
    Column("Last note"),
    Column("Noted on", "date"),
)
STEP_COLUMNS = (
    Column("Reference"),
    Column("Day", "date"),
    Column("What happened"),
    Column("By"),
    Column("Note"),
)


@figure("findings.tracker")
def tracker(scope: Scope) -> Figure:
    """Every issued recommendation with what was reported and what was verified, apart."""
    stands = recommendations_at(scope.as_of)
    return Figure(
        name="findings.tracker",
        title="The status of each recommendation."
        if stands
        else "No recommendations have been issued yet.",
        sentence=f"As of {day(scope.as_of)}. What is reported and what is verified are shown "
        "separately.",
        unit="recommendations",
        denominator=f"{len(stands)} issued recommendations",
        method=METHOD,
        table=Table(STATE_COLUMNS, tuple(map(_state_row, stands))),
        evidence_url="",
        value=cell(len(stands)),
    )


@figure("findings.steps")
def steps(scope: Scope) -> Figure:
    """The history of every issued recommendation: issue, answers, reports, verification."""
    known = {stand.reference for stand in recommendations_at(scope.as_of)}
    found = sorted([*_issues(scope), *_answers(scope), *_moves(scope)])
    rows = tuple(row for _, *row in found if row[0] in known)
    return Figure(
        name="findings.steps",
        title="What happened to each recommendation." if rows else "Nothing has happened yet.",
        sentence=f"{len(rows)} steps up to {day(scope.as_of)}, oldest first.",
        unit="steps",
        denominator="",
        method=METHOD,
        table=Table(STEP_COLUMNS, tuple(tuple(row) for row in rows)),
        evidence_url="",
        value=cell(len(rows)),
    )


Row = tuple[str, str, str, str, str, str]


def _state_row(stand: RecommendationStanding) -> tuple[Cell, ...]:
    became = stand.progressed
    return (
        stand.reference,
        became.status,
        became.reported_on or "",
        became.verified_on or "",
        became.stage,
        stand.response,
        stand.response_on or "",
        stand.response_text,
        became.note,
        became.note_on or "",
    )


def _issues(scope: Scope) -> list[Row]:
    items = PublishedItem.objects.filter(
        recommendation__isnull=False, is_retraction=False, release__at__lte=scope.as_of
    )
    made: list[Row] = []
    seen: set[str] = set()
    for item in items.select_related("release").order_by("release__at", "id"):
        words = "Date or place in the plan changed" if item.reference in seen else "Issued"
        made.append(_row(item.reference, item.release.at, words, TEAM, ""))
        seen.add(item.reference)
    return made


def _answers(scope: Scope) -> list[Row]:
    answers = CityResponse.objects.filter(at__lte=scope.as_of).select_related("recommendation")
    return [
        _row(
            answer.recommendation.reference,
            answer.at,
            f"Answered: {answer.get_response_display().lower()}",
            CITY,
            answer.text,
        )
        for answer in answers
    ]


def _moves(scope: Scope) -> list[Row]:
    changes = StatusChange.objects.filter(at__lte=scope.as_of).select_related(
        "recommendation", "by"
    )
    return [
        _row(
            change.recommendation.reference,
            change.at,
            Status(change.status).label,
            CITY if change.by.role == "city" else TEAM,
            change.note if change.is_note_public else "",
        )
        for change in changes
    ]


def _row(reference: str, at: datetime, what: str, by: str, note: str) -> Row:
    return (at.isoformat(), reference, clock.local(at).date().isoformat(), what, by, note)
