"""Reads that open nothing: the keyring, and the presence of a text."""

from uuid import UUID

from django.conf import settings

from clayton_review.vault.crypto import Keyring
from clayton_review.vault.models import SealedField


def keyring() -> Keyring:
    """Return the key-encryption keys of this installation; raises `MalformedKeys`."""
    return Keyring.parse(settings.VAULT_KEYS)


def has_field(*, table: str, row: str | UUID, field: str) -> bool:
    """True if the vault holds a text for this field of this record; opens nothing."""
    fields = SealedField.objects.filter(data_key__table=table, data_key__row=str(row), field=field)
    return fields.exists()
