"""What may be known without opening anything: the keyring, and whether a text is held."""

from uuid import UUID

from django.conf import settings

from clayton_review.vault.crypto import Keyring
from clayton_review.vault.models import SealedField


def keyring() -> Keyring:
    """The key-encryption keys of this installation; raises `MalformedKeys`."""
    return Keyring.parse(settings.VAULT_KEYS)


def has(*, table: str, row: str | UUID, field: str) -> bool:
    """Whether the vault holds a text for this field of this record; opens nothing."""
    held = SealedField.objects.filter(data_key__table=table, data_key__row=str(row), field=field)
    return held.exists()
