"""`manage.py build_report YYYY-MM`: builds the draft of the month covered."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clayton_review.refusals import Refused
from clayton_review.reports.actions import build


class Command(BaseCommand):
    help = "Build the draft report of a month; an existing one is left as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", help="the month covered, for example 2018-12")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            month = date.fromisoformat(f"{options['month']}-01")
        except ValueError as error:
            raise CommandError("Write the month as YYYY-MM, for example 2018-12.") from error
        try:
            report = build(month=month)
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Report {report.number}: {report.get_state_display().lower()}")
