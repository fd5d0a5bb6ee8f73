"""`manage.py load_demonstration`: the demonstration study, into an empty database only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from clayton_review.accounts.models import User
from clayton_review.demo.study import load


class Command(BaseCommand):
    help = "Load the demonstration study into an empty development database."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION or not settings.DEMONSTRATION:
            raise CommandError("The demonstration study loads in development only.")
        if User.objects.exists():
            raise CommandError("This database is not empty; the demonstration was not loaded.")
        load()
        self.stdout.write("The demonstration study is loaded.")
