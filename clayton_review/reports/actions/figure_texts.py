"""The words of the figures of an issued report, kept so that search need not read the report."""

from collections.abc import Iterable

from django.db import transaction

from clayton_review.audit.actions import record
from clayton_review.figures import Audience, Figure
from clayton_review.reports import edition, snapshot
from clayton_review.reports.edition import Edition
from clayton_review.reports.models import FigureText, Report
from clayton_review.reports.snapshot import Snapshot
from clayton_review.web.formatting import as_title


def store_figure_texts(report: Report, taken: Snapshot, issued: Edition) -> None:
    """Store the words of all figures: the Board's of the snapshot, the public's of the edition.

    Call it in the transaction of the issue.
    """
    rows = [
        *_rows(report, Audience.BOARD, taken.figures(Audience.BOARD).values()),
        *_rows(report, Audience.PUBLIC, issued.figures.values()),
    ]
    FigureText.objects.bulk_create(rows)


def store_earlier_figure_texts() -> int:
    """Store the words of reports that were issued before they were kept; return how many."""
    reports = Report.objects.issued().without_bulk().filter(figure_texts=None)
    for report in reports:
        with transaction.atomic():
            store_figure_texts(report, snapshot.read(report.snapshot), edition.read(report.edition))
            record(by=None, verb="listed the figures", obj=report)
    return len(reports)


def _rows(report: Report, audience: Audience, figures: Iterable[Figure]) -> list[FigureText]:
    return [
        FigureText(
            report=report,
            audience=audience,
            name=figure.name,
            title=as_title(figure.title),
            sentence=figure.sentence,
            method=figure.method,
        )
        for figure in figures
    ]
