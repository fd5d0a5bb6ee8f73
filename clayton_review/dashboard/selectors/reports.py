"""Reads of issued reports and public documents for the dashboard and the public pages."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import JSONField, Prefetch
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast

from clayton_review import clock, figures
from clayton_review.charts.shapes import LineChart, LinePoint
from clayton_review.documents.models import Document
from clayton_review.documents.selectors import public_documents
from clayton_review.figures import Audience, Figure
from clayton_review.reports import edition, signing, snapshot
from clayton_review.reports.archive import is_whole
from clayton_review.reports.checksums import checksum_files
from clayton_review.reports.compose import compose
from clayton_review.reports.edition import Edition
from clayton_review.reports.models import Archive, Checksums, IssuedFile, Report
from clayton_review.reports.selectors import issued_before, latest_issued
from clayton_review.web.formatting import as_title


@dataclass(frozen=True)
class IssuedFigure:
    """A figure as one report issued it."""

    number: str
    month: date
    issued_at: datetime
    figure: Figure


def history(name: str, *, for_board: bool) -> list[IssuedFigure]:
    """List a figure from every issued report that has it, latest first.

    The public gets public figures, the Board its own.
    """
    text, path = (
        ("snapshot", ["figures", Audience.BOARD.value]) if for_board else ("edition", ["figures"])
    )
    stored: Any = Cast(text, JSONField())
    for key in [*path, name]:
        stored = KeyTransform(key, stored)
    rows = Report.objects.issued().annotate(stored=stored).exclude(stored=None)
    issues = rows.values_list("month", "revision", "issued_at", "stored")
    return [
        IssuedFigure(
            Report(month=month, revision=revision).number, month, at, figures.from_json(stored)
        )
        for month, revision, at, stored in issues
        if at and stored
    ]


def evidence_of(name: str) -> str:
    """Return the address of a figure's records for those who may open them, or an empty text."""
    try:
        return figures.compute(name, figures.Scope(clock.now(), Audience.TEAM)).evidence_url
    except KeyError:
        return ""


def over_time(issues: list[IssuedFigure]) -> LineChart | None:
    """Return a chart of the main number, from the newest revision of each report.

    Only reports in the unit of the latest count; None with fewer than two.
    """
    newest: dict[date, IssuedFigure] = {}
    for issue in issues:
        if issue.figure.unit == issues[0].figure.unit:
            newest.setdefault(issue.month, issue)
    points = [
        LinePoint(f"{month:%b %Y}", _number(issue.figure.value))
        for month, issue in sorted(newest.items())
    ]
    if sum(point.value is not None for point in points) < 2:
        return None
    title = f"{as_title(issues[0].figure.title)}: over all reports"
    return LineChart(title, issues[0].figure.unit, tuple(points))


def _number(value: str | None) -> float | None:
    try:
        return None if value is None else float(value)
    except ValueError:
        return None


def has_advance_copy() -> bool:
    """True if an approved report waits to be issued."""
    return Report.objects.approved().exists()


def advance_copy() -> Edition | None:
    """Return the approved report that is not issued yet, as it will be issued; None without one."""
    report = Report.objects.approved().first()
    if report is None:
        return None
    return edition.read(
        compose(report, snapshot.read(report.snapshot), previous=issued_before(report))
    )


def latest_edition() -> Edition | None:
    """Return the edition of the latest issued report; None before the first."""
    report = latest_issued()
    return edition.read(report.edition) if report else None


def issued_edition(number: str) -> tuple[Report, Edition] | None:
    """Return an issued report and its edition; None for drafts and unknown numbers."""
    report = Report.objects.issued().by_number(number).first()
    return (report, edition.read(report.edition)) if report else None


_FILES_WITHOUT_BYTES = Prefetch("files", IssuedFile.objects.defer("content"))


def issued_number(asked: str) -> str:
    """Return the number if that report is out; empty if not.

    Without a number asked for, return the latest one that is out while no other is approved.
    """
    issued = Report.objects.issued().without_bulk()
    if not asked and not has_advance_copy():
        report = issued.first()
    else:
        report = issued.by_number(asked).first()
    return report.number if report else ""


def issued_reports() -> list[Report]:
    """List all issued reports without their large texts, newest first."""
    return list(Report.objects.issued().without_bulk().prefetch_related(_FILES_WITHOUT_BYTES))


def issued_file(number: str, format: str) -> IssuedFile | None:  # noqa: A002  # the field's name
    """Return the stored bytes of one format of an issued report; None if there are none."""
    reports = Report.objects.issued().by_number(number)
    return (
        IssuedFile.objects.select_related("report")
        .filter(report__in=reports, format=format)
        .first()
    )


def checksum_file(number: str, ending: str) -> tuple[str, bytes] | None:
    """Return name and bytes of hashes, signature or key of a report; None if there are none."""
    rows = Checksums.objects.filter(report__in=Report.objects.issued().by_number(number))
    row = rows.select_related("report").first()
    content = checksum_files(row).get(ending) if row else None
    return (f"{row.report.file_stem}.{ending}", content) if row and content else None


class SigningKeys(NamedTuple):
    """The keys of this study that reports are signed with, and the reports without one."""

    known: list[tuple[str, list[str]]]  # each public key with the numbers of its reports
    foreign: list[str]  # numbers of reports signed with another key
    unsigned: list[str]  # numbers


def signing_keys() -> SigningKeys:
    """Return our keys that reports are signed with, and the reports without one of them."""
    numbers: dict[str, list[str]] = {}
    rows = Checksums.objects.order_by("report__month", "report__revision").select_related("report")
    rows = rows.only("signing_key", "report__month", "report__revision")
    for row in rows:
        numbers.setdefault(row.signing_key, []).append(row.report.number)
    known = [(key, numbers.pop(key)) for key in signing.known_keys() if key in numbers]
    foreign = sorted(number for others in numbers.values() for number in others)
    unsigned = Report.objects.issued().without_bulk().filter(checksums=None)
    return SigningKeys(known, foreign, sorted(report.number for report in unsigned))


def archive() -> Archive | None:
    """Return the archive of all issued reports; None while there is none, or it was changed."""
    archive = Archive.objects.first()
    return archive if archive and is_whole(archive) else None


def documents() -> list[Document]:
    """List the documents that are open to everybody."""
    return list(public_documents())
