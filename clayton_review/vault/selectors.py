"""Reads that show no text: the keyring, and whether it fits what is stored."""

from uuid import UUID

from django.conf import settings

from clayton_review.vault.crypto import Keyring, UnknownKey, VaultError, WrappedKey
from clayton_review.vault.models import DataKey, SealedField

SAMPLE = 3  # records: one alone may have been damaged


def keyring() -> Keyring:
    """Return the key-encryption keys of this installation; raises `MalformedKeys`."""
    return Keyring.parse(settings.VAULT_KEYS)


def has_field(*, table: str, row: str | UUID, field: str) -> bool:
    """True if the vault holds a text for this field of this record; opens nothing."""
    fields = SealedField.objects.filter(data_key__table=table, data_key__row=str(row), field=field)
    return fields.exists()


def unfit_keys() -> list[str]:
    """Return a sentence for each key of data keys that this installation lacks or has otherwise."""
    there = DataKey.objects.exclude(wrapped=None).order_by()
    key_ids = list(there.values_list("key_id", flat=True).distinct())
    return [sentence for key_id in key_ids if (sentence := _problem_with(key_id))]


def key_sentence(key_id: str, error: VaultError, sealed: str) -> str:
    """Return the sentence on a key that is not held here, or under whose name another one is."""
    if isinstance(error, UnknownKey):
        return f"VAULT_KEYS lacks the key “{key_id}”, under which {sealed} are sealed."
    return f"The key “{key_id}” of VAULT_KEYS is not the one under which {sealed} are sealed."


def _problem_with(key_id: str) -> str:
    sentence = ""
    for key in DataKey.objects.filter(key_id=key_id, wrapped__isnull=False).order_by("id")[:SAMPLE]:
        wrapped = WrappedKey(key_id, bytes(key.wrapped or b""))
        try:
            keyring().unwrap(wrapped, table=key.table, row=key.row)
        except VaultError as error:
            sentence = key_sentence(key_id, error, "names and texts")
        else:
            return ""
    return sentence
