"""Store the words of the figures of issued reports, so that search need not read the reports."""

from django.db import transaction

from clayton_review.audit.actions import record
from clayton_review.reports import edition, snapshot
from clayton_review.reports.edition import Edition
from clayton_review.reports.models import FigureText, Report
from clayton_review.reports.searchable_figures import figure_texts
from clayton_review.reports.snapshot import Snapshot


def store_figure_texts(report: Report, taken: Snapshot, issued: Edition) -> None:
    """Store the words of all figures. Call it in the transaction of the issue."""
    FigureText.objects.bulk_create(figure_texts(report, taken, issued))


def store_earlier_figure_texts() -> int:
    """Store the words of reports that were issued before they were kept; return how many."""
    reports = Report.objects.issued().without_bulk().filter(figure_texts=None)
    for report in reports:
        with transaction.atomic():
            store_figure_texts(report, snapshot.read(report.snapshot), edition.read(report.edition))
            record(by=None, verb="listed the figures", obj=report)
    return len(reports)
