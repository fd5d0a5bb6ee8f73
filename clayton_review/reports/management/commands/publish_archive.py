"""`manage.py publish_archive`: complete reports issued earlier, and make the archive anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clayton_review.refusals import Refused
from clayton_review.reports.actions import (
    make_archive,
    sign_earlier_reports,
    store_earlier_figure_texts,
)


class Command(BaseCommand):
    help = (
        "Sign issued reports that have no signature yet, let search find the figures of those "
        "issued earlier, and make the archive of all anew."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        store_earlier_figure_texts()
        try:
            n_signed = sign_earlier_reports()
        except Refused as error:
            raise CommandError(str(error)) from error
        archive = make_archive()
        if archive is None:
            raise CommandError("No report has been issued yet.")
        self.stdout.write(
            f"Signed now: {n_signed}. Reports in the archive: {archive.n_reports}, "
            f"SHA-256 {archive.sha256}"
        )
