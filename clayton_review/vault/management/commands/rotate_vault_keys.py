"""`manage.py rotate_vault_keys`: wrap all data keys with the first key of VAULT_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clayton_review.vault.actions import rewrap_keys
from clayton_review.vault.crypto import VaultError


class Command(BaseCommand):
    help = "Wrap every record's data key with the first key of VAULT_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            n_keys = rewrap_keys(by=None)
        except VaultError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{n_keys} data keys wrapped again")
