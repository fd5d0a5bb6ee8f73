"""`manage.py seal_second_factors`: seal the secrets of second factors anew, each for its person."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clayton_review.accounts.actions import reseal_factor_secrets
from clayton_review.vault.crypto import VaultError


class Command(BaseCommand):
    help = "Seal the secrets of second factors with the first key of VAULT_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            n_sealed = reseal_factor_secrets(by=None).n_sealed
        except VaultError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{n_sealed} secrets sealed.")
