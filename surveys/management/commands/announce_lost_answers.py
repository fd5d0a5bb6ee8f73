"""`manage.py announce_lost_answers SURVEY`: tell residents after a restore what may be lost."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clayton_review import clock
from clayton_review.refusals import Refused
from clayton_review.web.formatting import day
from surveys.answers.policies import LEAST_ADDED
from surveys.fielding.actions.gap import announce_gap
from surveys.survey.models import Survey, SurveyStatus

NEEDED = (
    f"What is sent from now on is opened only if {LEAST_ADDED} answers wait when the survey "
    "closes. From Sunday on, its page for the team says how many more are needed."
)


class Command(BaseCommand):
    help = "Tell on a survey's page, until a day, that answers of some days may be lost."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("survey", help="the survey's address, for example residents-2018")
        parser.add_argument(
            "--since", type=date.fromisoformat,
            help="the first day, YYYY-MM-DD; default the day on which the survey opened",
        )  # fmt: skip
        parser.add_argument(
            "--last", type=date.fromisoformat,
            help="the last day, YYYY-MM-DD; default today, the day of the restore",
        )  # fmt: skip
        parser.add_argument(
            "--until", type=date.fromisoformat, required=True,
            help="the last day on which the page says so, YYYY-MM-DD",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        survey = Survey.objects.filter(slug=options["survey"]).first()
        if survey is None:
            raise CommandError(f"There is no survey “{options['survey']}”.")
        first = options["since"] or survey.opens_on
        if first is None:
            raise CommandError("This survey has no opening day. Give the first day with --since.")
        last, until = options["last"] or clock.today(), options["until"]
        try:
            announce_gap(survey=survey, first=first, last=last, until=until, by=None)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"Within half a minute /survey/{survey.slug}/ says until {day(until)} that answers"
            f" from {day(first)} to {day(last)} may be lost."
        )
        if survey.sheets.exists() and survey.status == SurveyStatus.OPEN:
            self.stdout.write(NEEDED)
