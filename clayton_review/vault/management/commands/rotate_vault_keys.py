"""`manage.py rotate_vault_keys`: put all that is sealed under the first key of VAULT_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clayton_review.vault.actions import rotate_keys
from clayton_review.vault.crypto import VaultError


class Command(BaseCommand):
    help = "Put data keys and all else that is sealed under the first key of VAULT_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = rotate_keys(by=None)
        except VaultError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{counts.pop('data keys').n_sealed} data keys wrapped again")
        for words, resealed in counts.items():
            self.stdout.write(f"{resealed.n_sealed} {words} sealed again")
            if resealed.n_unreadable:
                self.stdout.write(f"{resealed.n_unreadable} {words} unreadable and given up")
