"""`manage.py publish_archive`: complete reports issued earlier, and make the archive anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clayton_review.reports.actions import make_archive, store_earlier_figure_texts
from clayton_review.reports.actions.publish import request_archive


class Command(BaseCommand):
    help = (
        "Let search find the figures of reports issued earlier, and make the archive of all anew."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        store_earlier_figure_texts()
        archive = make_archive()
        if archive is None:
            raise CommandError("No report has been issued yet.")
        request_archive()  # a worker's own run may have ended meanwhile with more in it
        self.stdout.write(f"Reports in the archive: {archive.n_reports}, SHA-256 {archive.sha256}")
