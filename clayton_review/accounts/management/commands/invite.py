"""`manage.py invite EMAIL ROLE`: the first account, and any later one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from clayton_review.accounts import mail
from clayton_review.accounts.actions import invite
from clayton_review.accounts.roles import Role
from clayton_review.refusals import Refused


class Command(BaseCommand):
    help = "Invite someone: prints a link that works once within seven days; the worker mails it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
            role = Role(options["role"])
            _, token = invite(email=options["email"], role=role, by=None, name=options["name"])
        except (Refused, ValidationError) as error:
            text = "; ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            raise CommandError(text) from error
        self.stdout.write(mail.invitation_url(token))
