"""`manage.py mint_codes SURVEY N`: invitation codes for the printer, outside the database."""

import csv
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from clayton_review.refusals import Refused
from surveys.answers.actions.invitation_codes import mint_codes
from surveys.answers.codes import printed_code
from surveys.survey.models import Survey


class Command(BaseCommand):
    help = "Write N new invitation codes of a survey to a print file; only their hashes are kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("survey", help="the survey's address, for example residents-2018")
        parser.add_argument("n", type=int, help="how many")
        parser.add_argument("--to", type=Path, help="the file; default var/codes/SURVEY.csv")

    def handle(self, *args: Any, **options: Any) -> None:
        survey = Survey.objects.filter(slug=options["survey"]).first()
        if survey is None:
            raise CommandError(f"There is no survey “{options['survey']}”.")
        path: Path = options["to"] or settings.VAR_DIR / "codes" / f"{survey.slug}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise CommandError(
                f"{path} exists; codes are printed once. Name another file."
            ) from None
        try:
            codes = mint_codes(survey=survey, n=options["n"], by=None)
        except Refused as refused:
            os.close(handle)
            path.unlink()
            raise CommandError(str(refused)) from refused
        self._write(handle, survey, codes)
        self.stdout.write(
            f"{len(codes)} codes in {path}. Delete the file when the letters are printed."
        )

    def _write(self, handle: int, survey: Survey, codes: list[str]) -> None:
        address = settings.SITE_URL + reverse("surveys:landing", args=[survey.slug])
        with os.fdopen(handle, "w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(["code", "link"])
            rows.writerows([printed_code(code), f"{address}#{code}"] for code in codes)
