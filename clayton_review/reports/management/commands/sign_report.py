"""`manage.py sign_report NUMBER [--by EMAIL]`: signs a report issued before signatures."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clayton_review.accounts.models import User
from clayton_review.refusals import Refused
from clayton_review.reports.actions import sign_report
from clayton_review.reports.checksums import checksums_text
from clayton_review.reports.models import Report
from clayton_review.reports.recorded_issue import stored_hashes
from clayton_review.reports.verification import differences, read_edition, verify


class Command(BaseCommand):
    help = (
        "Show the hashes of a report that was issued before there were signatures, compared with "
        "the audit record; with --by, sign them. Compare them with a copy that was sent out."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", help="2018-11 or 2018-11.r2")
        parser.add_argument(
            "--by", metavar="EMAIL", help="whoever signs: a lead or a lead’s deputy"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        report = Report.objects.issued().by_number(options["number"]).first()
        if report is None:
            raise CommandError(f"There is no issued report {options['number']}.")
        if hasattr(report, "checksums"):
            raise CommandError(f"Report {report.number} is signed already.")
        if read_edition(report) is None:
            raise CommandError(f"The content of report {report.number} cannot be read.")
        self._show(report)
        if not options["by"]:
            self.stdout.write("Nothing was signed. To sign these hashes, add --by EMAIL.")
            return
        person = User.objects.filter(email=options["by"], is_active=True).first()
        if person is None:
            raise CommandError(f"No one has an open account with the address {options['by']}.")
        try:
            sign_report(report=report, by=person)
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Signed.")

    def _show(self, report: Report) -> None:
        self.stdout.write(checksums_text(report.file_stem, stored_hashes(report)), ending="")
        for comparison in verify(report):
            self.stdout.write(f"{report.number}.{comparison.format}: {comparison.words}")
        for sentence in differences(report):
            self.stdout.write(f"{report.number}: DIFFERS: {sentence}")
