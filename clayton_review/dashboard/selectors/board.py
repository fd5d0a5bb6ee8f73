"""The Board's one screen: the latest issued report, or the live draft for the team."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from clayton_review import clock
from clayton_review.dashboard.selectors.tracker import (
    TrackedRecommendation,
    out_now,
    tracked_recommendations,
)
from clayton_review.dashboard.step_words import step_sentences
from clayton_review.engagement.selectors import Packet, packets
from clayton_review.figures import Audience, Figure
from clayton_review.reports import edition, snapshot
from clayton_review.reports.compared_measures import (
    MEASURES,
    RecentChange,
    cells,
    is_rounded_down,
)
from clayton_review.reports.compared_measures import moves as moves_of
from clayton_review.reports.compose import compose
from clayton_review.reports.edition import ChangedFigure, Edition
from clayton_review.reports.headline_number import SUPPRESSED
from clayton_review.reports.models import Report
from clayton_review.reports.selectors import issued_before, latest_issued
from findings.recommendations.models.recommendations import RecommendationStatus
from findings.releases.models import PublishedItem
from surveys.analysis.figure_names import ANSWERS


@dataclass(frozen=True)
class Tile:
    """One of the six figures of the first screen, with its change since the report before."""

    figure: Figure
    change: str  # since the report before; empty in the first


@dataclass(frozen=True)
class FindingRow:
    """A released finding in one line."""

    reference: str
    words: str
    kind: str
    is_new: bool  # released in the month of the report
    has_page: bool  # not one that was taken back since


@dataclass(frozen=True)
class RecommendationLine:
    """A recommendation in one line: where it stands, and its steps in the month of the report."""

    item: TrackedRecommendation
    steps: str


@dataclass(frozen=True)
class Board:
    """The Board's one screen."""

    edition: Edition
    tiles: list[Tile]
    findings: list[FindingRow]
    recommendations: list[RecommendationLine]
    decisions: Figure | None
    decided: Figure | None
    coming: Figure | None
    alerts: Figure | None
    chart: Figure | None
    meeting: Packet | None  # the Board's next one, as the calendar stands today
    is_draft: bool
    today: date
    draft_number: str  # of the draft in work, while the issued report is shown


def board(*, draft: bool = False, for_team: bool = False) -> Board | None:
    """Return the dashboard from the latest issued report, or for the team from the newest draft."""
    report = Report.objects.in_work().first() if draft else latest_issued()
    if report is None:
        return None
    parsed_snapshot = snapshot.read(report.snapshot)
    text = report.edition or compose(report, parsed_snapshot, previous=issued_before(report))
    issued_edition = edition.read(text)
    shown = parsed_snapshot.figures(Audience.BOARD)
    moves, items = moves_of(shown.get("findings.changes")), out_now()
    return Board(
        edition=issued_edition,
        tiles=[
            Tile(shown[name], change_of(issued_edition, name, moves))
            for name in edition.TILES
            if name in shown
        ],
        findings=_finding_rows(shown.get("findings.released"), moves, items),
        recommendations=_recommendation_lines(issued_edition, moves, items),
        decisions=_unless_empty(shown.get("engagement.decisions")),
        decided=_unless_empty(shown.get("engagement.decided")),
        coming=_still_coming(shown.get("engagement.calendar"), clock.today()),
        alerts=_unless_empty(shown.get("engagement.alerts")),
        chart=_survey_chart(shown),
        meeting=next(iter(packets(clock.now())), None),
        is_draft=not report.edition,
        today=clock.today(),
        draft_number=_draft_number() if for_team and not draft else "",
    )


def _draft_number() -> str:
    in_work = Report.objects.in_work().without_bulk().first()
    return in_work.number if in_work else ""


def change_of(edition: Edition, name: str, moves: dict[str, list[RecentChange]]) -> str:
    """Describe a figure's change since the report before, as `Fees: +$4 since report 2018-11`.

    Recommendations of which none was added say how many changed status in the month. A count that
    is rounded down says what it was, for a difference would not be exact. Empty in the first
    report, or for a figure that is not compared.
    """
    if not edition.previous_number or name in edition.not_compared:
        return ""
    change = next((change for change in edition.changes if change.name == name), None)
    if change:
        return _change_words(change, edition.previous_number)
    n_moved = _n_changed_status(moves) if name == "findings.recommendations" else 0
    if n_moved:
        return f"{n_moved} changed status in {edition.month:%B}"
    return f"unchanged since report {edition.previous_number}"


def _change_words(change: ChangedFigure, before: str) -> str:
    """Describe the change of one figure since the report numbered `before`."""
    if is_rounded_down(change.name):
        more = "" if change.before == SUPPRESSED else " or more"
        return f"{change.before}{more} in report {before}"
    if not change.difference:
        return f"{change.before} in report {before}"
    label = MEASURES.get(change.name, change.title)
    return f"{label}: {change.difference} since report {before}"


def _n_changed_status(moves: dict[str, list[RecentChange]]) -> int:
    """Count the recommendations whose status changed in the month of the report."""
    statuses = {str(status.label).lower() for status in RecommendationStatus}
    return sum(
        any(step.change in statuses for step in steps)
        for reference, steps in moves.items()
        if reference.startswith("R")
    )


def _finding_rows(
    released: Figure | None, moves: dict[str, list[RecentChange]], items: list[PublishedItem]
) -> list[FindingRow]:
    with_pages = {item.reference for item in items if item.finding_id}
    rows = [cells(released, row) for row in released.table.rows] if released else []
    return [
        FindingRow(
            reference=row["Reference"],
            words=row["What it says"],
            kind=row["Type"],
            is_new=any(move.change == "released" for move in moves.get(row["Reference"], ())),
            has_page=row["Reference"] in with_pages,
        )
        for row in rows
        if row["Type"] != "Recommendation"
    ]


def _recommendation_lines(
    edition: Edition, moves: dict[str, list[RecentChange]], items: list[PublishedItem]
) -> list[RecommendationLine]:
    """List every recommendation that is out, overdue ones first."""
    tracked_items = tracked_recommendations(edition, items)
    tracked_items.sort(key=lambda item: (not item.is_overdue, item.reference))
    return [
        RecommendationLine(item, step_sentences(moves.get(item.reference, [])))
        for item in tracked_items
    ]


def _still_coming(figure: Figure | None, today: date) -> Figure | None:
    """Return the dates of a report without the days that are past; None if no day is left."""
    if figure is None:
        return None
    rows = tuple(row for row in figure.table.rows if str(row[0]) >= today.isoformat())
    return _unless_empty(replace(figure, table=replace(figure.table, rows=rows)))


def _unless_empty(figure: Figure | None) -> Figure | None:
    return figure if figure and figure.table.rows else None


def _survey_chart(figures: Mapping[str, Figure]) -> Figure | None:
    answers = (figure for name, figure in figures.items() if name.startswith(ANSWERS))
    return next((figure for figure in answers if figure.chart), None)
