"""`manage.py read_returned_mail [PATH]`: marks letters that came back."""

from imaplib import IMAP4
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from clayton_review.letters.actions import take_returned_mail
from clayton_review.letters.mailboxes import messages_in, reports_at
from clayton_review.refusals import Refused


class Command(BaseCommand):
    help = (
        "Read delivery reports from a Maildir folder, an mbox file or a file with one message, or "
        "without PATH from RETURNED_MAIL_URL, and mark the letters that came back."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path, address = options["path"], settings.RETURNED_MAIL_URL
        if path is None and not address:
            raise CommandError("Name a file or a Maildir folder, or set RETURNED_MAIL_URL.")
        try:
            n_read, n_returned = take_returned_mail(
                messages_in(path) if path else reports_at(address)
            )
        except (OSError, Refused, IMAP4.error) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{n_read} messages read, {n_returned} letters came back.")
