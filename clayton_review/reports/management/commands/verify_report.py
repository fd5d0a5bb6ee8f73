"""`manage.py verify_report NUMBER | --all`: compares issued reports with all that is known."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clayton_review.reports.archive import is_whole
from clayton_review.reports.models import Archive, Report
from clayton_review.reports.recorded_issue import differences_of_all
from clayton_review.reports.verification import differences, verify


class Command(BaseCommand):
    help = (
        "Compare issued reports with a rebuild from their editions, with their hashes and "
        "signatures, with the audit record and with each other."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", nargs="?", help="2018-11 or 2018-11.r2")
        parser.add_argument("--all", action="store_true", help="every issued report")

    def handle(self, *args: Any, **options: Any) -> None:
        reports = self._requested_reports(options["number"], every=options["all"])
        is_sound = [self._is_sound(report) for report in reports]
        if options["all"] and (archive := Archive.objects.first()):
            is_sound.append(self._is_whole(archive))
        if options["all"]:
            sentences = list(differences_of_all())
            self.stdout.writelines(f"DIFFERS: {sentence}" for sentence in sentences)
            is_sound.append(not sentences)
        if not all(is_sound):
            raise CommandError("At least one issued file is not what was issued.")

    def _is_sound(self, report: Report) -> bool:
        """Write the outcome for one report; return true if nothing differs."""
        results = verify(report)
        for comparison in results:
            self.stdout.write(f"{report.number}.{comparison.format}: {comparison.words}")
        sentences = differences(report)
        for sentence in sentences:
            self.stdout.write(f"{report.number}: DIFFERS: {sentence}")
        if not hasattr(report, "checksums"):
            self.stdout.write(f"{report.number}: not signed (manage.py sign_report)")
        return not sentences and all(comparison.is_sound for comparison in results)

    def _is_whole(self, archive: Archive) -> bool:
        """Write the outcome for the archive; return true if its file is the one that was made."""
        is_same = is_whole(archive)
        words = "intact" if is_same else "CHANGED: the file is not the one that was made"
        self.stdout.write(f"archive: {words}")
        return is_same

    def _requested_reports(self, number: str | None, *, every: bool) -> list[Report]:
        if every == bool(number):
            raise CommandError("Name one report, or say --all.")
        issued = Report.objects.issued()
        reports = list(issued if every else issued & Report.objects.by_number(number or ""))
        if not reports:
            raise CommandError(f"There is no issued report {number or ''}.".replace(" .", "."))
        return reports
