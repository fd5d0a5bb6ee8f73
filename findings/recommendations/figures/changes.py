"""Figure of releases, responses and status changes in one month."""

from datetime import datetime, timedelta

from clayton_review import clock
from clayton_review.figures import Cell, Column, Figure, Scope, Table, cell, figure
from clayton_review.web.formatting import count_phrase, day
from findings.recommendations.models.recommendations import StatusChange
from findings.recommendations.models.responses import CityResponse
from findings.releases.models import PublishedItem

Row = tuple[datetime, str, str, str]


@figure("findings.changes")
def changes(scope: Scope) -> Figure:
    """List releases, withdrawals, responses and status changes since the first of the month."""
    start = month_start(scope.as_of)
    events = sorted(
        [
            *_releases(start, scope.as_of),
            *_status_changes(start, scope.as_of),
            *_answers(start, scope.as_of),
        ]
    )
    rows: list[tuple[Cell, ...]] = [
        (clock.local(at).date().isoformat(), reference, act, words)
        for at, reference, act, words in events
    ]
    n_rows = len(rows)
    return Figure(
        name="findings.changes",
        title=f"{count_phrase(n_rows, 'change', 'changes')} since {day(start)}"
        if rows
        else f"Nothing has changed since {day(start)}",
        sentence=f"Findings and recommendations that were released or changed since {day(start)}.",
        unit="changes",
        denominator="",
        method="Releases, withdrawals, responses and status changes, in the order they were "
        "recorded.",
        table=Table(
            (Column("Day", "date"), Column("Reference"), Column("Change"), Column("Text")),
            tuple(rows),
        ),
        evidence_url="",
        value=cell(n_rows),
    )


def month_start(as_of: datetime) -> datetime:
    """Return the start of the month that ends at this moment, in Clayton's time."""
    last = clock.local(as_of - timedelta(microseconds=1))
    return last.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _releases(start: datetime, end: datetime) -> list[Row]:
    items = PublishedItem.objects.filter(release__at__gte=start, release__at__lte=end)
    return [
        (
            item.release.at,
            item.reference,
            "withdrawn" if item.is_retraction else "released",
            str(item.content.get("statement") or item.content.get("text") or ""),
        )
        for item in items.select_related("release")
    ]


def _status_changes(start: datetime, end: datetime) -> list[Row]:
    status_changes = StatusChange.objects.filter(
        at__gte=start, at__lte=end, recommendation__issued_at__lte=end
    )
    return [
        (
            change.at,
            change.recommendation.reference,
            change.get_status_display().lower(),
            change.recommendation.text,
        )
        for change in status_changes.select_related("recommendation")
    ]


def _answers(start: datetime, end: datetime) -> list[Row]:
    answers = CityResponse.objects.filter(at__gte=start, at__lte=end)
    return [
        (
            answer.at,
            answer.recommendation.reference,
            f"answered: {answer.get_response_display().lower()}",
            answer.recommendation.text,
        )
        for answer in answers.select_related("recommendation")
    ]
