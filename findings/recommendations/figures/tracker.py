"""Figures behind the tracker: the state of each issued recommendation, and its history."""

from datetime import datetime

from django.utils.translation import gettext_noop

from clayton_review import clock
from clayton_review.figures import Cell, Column, Figure, Scope, Table, cell, figure
from clayton_review.web.formatting import day
from findings.recommendations.models.recommendations import (
    CityAnswer,
    RecommendationStatus,
    StatusChange,
)
from findings.recommendations.models.responses import CityResponse
from findings.recommendations.selectors.issued_state import (
    IssuedRecommendation,
    issued_recommendations,
)
from findings.releases.models import PublishedItem

CITY, TEAM = gettext_noop("The city"), gettext_noop("The study team")
ISSUED, REPLANNED = gettext_noop("Issued"), gettext_noop("Date or place in the plan changed")
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
    """List issued recommendations with what was reported and what was verified, apart."""
    items = issued_recommendations(scope.as_of)
    return Figure(
        name="findings.tracker",
        title="The status of each recommendation"
        if items
        else "No recommendations have been issued yet",
        sentence=f"As of {day(scope.as_of)}. Reports by the city and our own checks are listed "
        "separately.",
        unit="recommendations",
        denominator="",
        method=METHOD,
        table=Table(STATE_COLUMNS, tuple(map(_state_row, items))),
        evidence_url="",
        value=cell(len(items)),
    )


@figure("findings.steps")
def steps(scope: Scope) -> Figure:
    """List the history of all issued recommendations: issue, responses, reports, verification."""
    references = {item.reference for item in issued_recommendations(scope.as_of)}
    events = sorted([*_issues(scope), *_answers(scope), *_status_changes(scope)])
    rows = tuple(row for _, *row in events if row[0] in references)
    return Figure(
        name="findings.steps",
        title="What happened to each recommendation" if rows else "Nothing has happened yet",
        sentence=f"{len(rows)} steps up to {day(scope.as_of)}, oldest first.",
        unit="steps",
        denominator="",
        method=METHOD,
        table=Table(STEP_COLUMNS, tuple(tuple(row) for row in rows)),
        evidence_url="",
        value=cell(len(rows)),
    )


Row = tuple[str, str, str, str, str, str]


def answer_step(response: CityAnswer) -> str:
    """Return the words of the step in which the city gave this answer."""
    return f"Answered: {response.label.lower()}"


def _state_row(item: IssuedRecommendation) -> tuple[Cell, ...]:
    progress = item.progress
    return (
        item.reference,
        progress.status,
        progress.reported_on or "",
        progress.verified_on or "",
        progress.stage,
        item.response,
        item.response_on or "",
        item.response_text,
        progress.note,
        progress.note_on or "",
    )


def _issues(scope: Scope) -> list[Row]:
    items = PublishedItem.objects.filter(
        recommendation__isnull=False, is_retraction=False, release__at__lte=scope.as_of
    )
    rows: list[Row] = []
    issued_before: set[str] = set()
    for item in items.select_related("release").order_by("release__at", "id"):
        words = REPLANNED if item.reference in issued_before else ISSUED
        rows.append(_row(item.reference, item.release.at, words, TEAM, ""))
        issued_before.add(item.reference)
    return rows


def _answers(scope: Scope) -> list[Row]:
    answers = CityResponse.objects.filter(at__lte=scope.as_of).select_related("recommendation")
    return [
        _row(
            answer.recommendation.reference,
            answer.at,
            answer_step(CityAnswer(answer.response)),
            CITY,
            answer.text,
        )
        for answer in answers
    ]


def _status_changes(scope: Scope) -> list[Row]:
    changes = StatusChange.objects.filter(at__lte=scope.as_of).select_related(
        "recommendation", "by"
    )
    return [
        _row(
            change.recommendation.reference,
            change.at,
            RecommendationStatus(change.status).label,
            CITY if change.is_by_the_city else TEAM,
            change.note if change.is_note_public else "",
        )
        for change in changes
    ]


def _row(reference: str, at: datetime, event: str, by: str, note: str) -> Row:
    return (at.isoformat(), reference, clock.local(at).date().isoformat(), event, by, note)
