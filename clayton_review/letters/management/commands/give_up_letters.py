"""`manage.py give_up_letters KEY`: give up the unsent e-mails of a vault key that is lost."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clayton_review.letters.actions import give_up_letters_under
from clayton_review.refusals import Refused


class Command(BaseCommand):
    help = "Give up the unsent e-mails under a key of the vault that is lost for good."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="the name of the key, as in VAULT_KEYS before the colon")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            n_given_up = give_up_letters_under(options["key"], by=None)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Unsent e-mails given up: {n_given_up}. They stand under /late/.")
