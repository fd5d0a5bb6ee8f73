"""What the dashboard and the public pages show: read from issued reports and releases only."""

from dataclasses import dataclass

from clayton_review.documents.models import Document
from clayton_review.documents.selectors import public_documents
from clayton_review.figures import Audience, Figure
from clayton_review.reports import edition, snapshot
from clayton_review.reports.edition import Edition
from clayton_review.reports.models import IssuedFile, Report
from clayton_review.reports.selectors import issued_before, latest_issued


@dataclass(frozen=True)
class Tile:
    """One of the six figures of the first screen, with its value in the issue before."""

    figure: Figure
    before: str


@dataclass(frozen=True)
class Board:
    """The Board's one screen."""

    edition: Edition
    tiles: list[Tile]
    decisions: Figure | None
    changes: Figure | None
    chart: Figure | None
    is_draft: bool


def board(*, draft: bool = False) -> Board | None:
    """The dashboard from the latest issued report, or from the newest draft for the team."""
    report = Report.objects.in_work().first() if draft else latest_issued()
    if report is None:
        return None
    text = report.edition or edition.compose(report, previous=issued_before(report))
    made = edition.read(text)
    figures = snapshot.figures_of(snapshot.read(report.snapshot), Audience.BOARD)
    before = {change.name: change.before for change in made.changes}
    return Board(
        edition=made,
        tiles=[
            Tile(figures[name], before.get(name, "")) for name in edition.TILES if name in figures
        ],
        decisions=_shown(figures.get("engagement.decisions")),
        changes=_shown(figures.get("findings.changes")),
        chart=next(
            (
                made
                for made in figures.values()
                if made.name.startswith("surveys.answers/") and made.chart
            ),
            None,
        ),
        is_draft=not report.edition,
    )


def has_advance_copy() -> bool:
    """Whether an approved report waits for its issue."""
    return Report.objects.approved().exists()


def advance_copy() -> Edition | None:
    """The approved report that waits for its issue, as it will be issued."""
    report = Report.objects.approved().first()
    if report is None:
        return None
    return edition.read(edition.compose(report, previous=issued_before(report)))


def latest_edition() -> Edition | None:
    """The edition of the latest issued report."""
    report = latest_issued()
    return edition.read(report.edition) if report else None


def issued_edition(number: str) -> tuple[Report, Edition] | None:
    """An issued report of this number with its edition; None for drafts and unknown numbers."""
    report = Report.objects.issued().by_number(number).first()
    return (report, edition.read(report.edition)) if report else None


def issued_reports() -> list[Report]:
    """All issued reports for lists, newest first."""
    return list(Report.objects.issued().without_bulk().prefetch_related("files"))


def issued_file(number: str, format: str) -> IssuedFile | None:  # noqa: A002  # the field's name
    """The stored bytes of one format of an issued report."""
    reports = Report.objects.issued().by_number(number)
    return (
        IssuedFile.objects.select_related("report")
        .filter(report__in=reports, format=format)
        .first()
    )


def documents() -> list[Document]:
    """Documents open to everybody."""
    return list(public_documents())


def _shown(figure: Figure | None) -> Figure | None:
    return figure if figure and figure.table.rows else None


def _survey_chart(figures: dict[str, Figure]) -> Figure | None:
    answers = (made for name, made in figures.items() if name.startswith("surveys.answers/"))
    return next((made for made in answers if made.chart), None)
