"""`manage.py verify_report NUMBER | --all`: rebuilds issued reports and compares bytes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clayton_review.reports.models import Report
from clayton_review.reports.selectors import FileVerification, verify


class Command(BaseCommand):
    help = "Rebuild issued reports from their editions and compare them with the stored bytes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", nargs="?", help="2018-11 or 2018-11.r2")
        parser.add_argument("--all", action="store_true", help="every issued report")

    def handle(self, *args: Any, **options: Any) -> None:
        reports = self._requested_reports(options["number"], every=options["all"])
        results = [(report, comparison) for report in reports for comparison in verify(report)]
        for report, comparison in results:
            self.stdout.write(f"{report.number}.{comparison.format}: {_words(comparison)}")
        if not all(
            comparison.is_intact and comparison.is_equal is not False for _, comparison in results
        ):
            raise CommandError("At least one issued file is not what was issued.")

    def _requested_reports(self, number: str | None, *, every: bool) -> list[Report]:
        if every == bool(number):
            raise CommandError("Name one report, or say --all.")
        issued = Report.objects.issued()
        reports = list(issued if every else issued & Report.objects.by_number(number or ""))
        if not reports:
            raise CommandError(f"There is no issued report {number or ''}.".replace(" .", "."))
        return reports


def _words(comparison: FileVerification) -> str:
    if not comparison.is_intact:
        return "CHANGED: the stored bytes do not have the stored hash"
    if comparison.is_equal is None:
        return (
            f"intact; not rebuilt, because it was made with other versions ({comparison.renderer})"
        )
    return (
        "intact, rebuilt to the same bytes"
        if comparison.is_equal
        else "intact, but REBUILT DIFFERENTLY"
    )
