"""Sealing, reading, destroying and re-wrapping; the caller has checked the permission.

Raises `Refused` (no reason, nothing there, destroyed, held). All other errors derive from
`vault.crypto.VaultError`: `UnknownKey` and `Unreadable`.
"""

from collections.abc import Callable
from typing import NamedTuple, Protocol
from uuid import UUID

from django.db import transaction

from clayton_review import clock
from clayton_review.audit.actions import record
from clayton_review.refusals import Refused
from clayton_review.vault.crypto import (
    UnknownKey,
    Unreadable,
    WrappedKey,
    associated_data,
    new_data_key,
    open_sealed,
    seal,
)
from clayton_review.vault.models import DataKey, SealedField
from clayton_review.vault.selectors import has_field, keyring
from clayton_review.vault.start import unfit_stored_keys

__all__ = [
    "Resealed",
    "destroy_key",
    "guard_destruction",
    "has_field",
    "on_rotation",
    "read_field",
    "rewrap_keys",
    "rotate_keys",
    "seal_field",
]

# Given table and row, the reason why this record may not be destroyed, or "" when it may.
DestructionGuard = Callable[[str, str], str]
_guards: list[DestructionGuard] = []


class Resealed(NamedTuple):
    """Numbers of texts sealed again, and of those given up because nothing opens them."""

    n_sealed: int
    n_unreadable: int = 0


class SealAgain(Protocol):
    """An action that seals all of an app anew under the newest key."""

    def __call__(self, *, by: object | None) -> Resealed: ...


_resealings: dict[str, SealAgain] = {}


def guard_destruction(guard: DestructionGuard) -> DestructionGuard:
    """Register a check that `destroy_key` runs first, such as a hold or a retention schedule."""
    _guards.append(guard)
    return guard


def on_rotation(words: str, seal_again: SealAgain) -> None:
    """Register an action for all that an app seals under the vault's keys, named by `words`."""
    _resealings[words] = seal_again


@transaction.atomic
def rotate_keys(*, by: object | None) -> dict[str, Resealed]:
    """Put all that is sealed under an older key under the newest one; return how many of each.

    Raises `UnknownKey` or `Unreadable`, and then changes nothing; also for keys that do not fit
    what is stored, such as a new one under the name of the old one.
    """
    if sentences := unfit_stored_keys():
        raise UnknownKey(" ".join(sentences))
    counts = {"data keys": Resealed(rewrap_keys(by=by))}
    return counts | {words: seal_again(by=by) for words, seal_again in _resealings.items()}


@transaction.atomic
def seal_field(*, table: str, row: str | UUID, field: str, text: str, by: object | None) -> None:
    """Seal a text (replacing an earlier one) for a field of a record.

    Raises `Refused` when the record's key has been destroyed, `UnknownKey` or `Unreadable`.
    """
    key = _key_for_writing(table, str(row))
    blob = seal(_data_key(key), text.encode(), associated_data(key.table, key.row, field))
    SealedField.objects.update_or_create(data_key=key, field=field, defaults={"sealed": blob})
    record(by=by, verb="sealed", obj=key, table=key.table, row=key.row, field=field)


def read_field(*, table: str, row: str | UUID, field: str, by: object, reason: str) -> str:
    """Return the text of a field; each reading and its reason are recorded before it is returned.

    Runs in a transaction of its own (never inside another): a page that fails afterwards cannot
    take the record of the reading with it. Raises `Refused` without a reason or a text,
    `UnknownKey` or `Unreadable`.
    """
    reason = _required_reason(reason)
    with transaction.atomic(durable=True):
        text = _open_field(table, str(row), field)
        key = DataKey.objects.get(table=table, row=str(row))
        record(by=by, verb="read", obj=key, reason=reason, table=table, row=key.row, field=field)
    return text


@transaction.atomic
def destroy_key(*, table: str, row: str | UUID, by: object | None, reason: str) -> None:
    """Destroy a record's data key and its sealed fields, forever.

    Copies in old backups become unreadable too, because they hold no data keys. Raises `Refused`
    without a reason, for a record without a key, and when a guard objects.
    """
    reason = _required_reason(reason)
    key = DataKey.objects.select_for_update().filter(table=table, row=str(row)).first()
    if key is None or key.destroyed_at:
        raise Refused("The vault holds nothing for this record.")
    for objection in (guard(table, str(row)) for guard in _guards):
        if objection:
            raise Refused(objection)
    key.fields.all().delete()
    key.wrapped, key.key_id, key.destroyed_at = None, "", clock.now()
    key.save()
    record(by=by, verb="destroyed the key of", obj=key, reason=reason, table=table, row=key.row)


@transaction.atomic
def rewrap_keys(*, by: object | None) -> int:
    """Wrap every data key that is not under the newest key again; return their number.

    Raises `UnknownKey` or `Unreadable`, and then changes nothing.
    """
    current_keyring = keyring()
    old = DataKey.objects.filter(destroyed_at=None).exclude(key_id=current_keyring.newest_id)
    keys = list(old.select_for_update().order_by("id"))
    for key in keys:
        wrapped = current_keyring.wrap(_data_key_to_wrap(key), table=key.table, row=key.row)
        key.key_id, key.wrapped = wrapped.key_id, wrapped.blob
    DataKey.objects.bulk_update(keys, ["key_id", "wrapped"], batch_size=500)
    if keys:
        record(
            by=by, verb="re-wrapped", obj=keys[0], n_keys=len(keys), under=current_keyring.newest_id
        )
    return len(keys)


def _data_key_to_wrap(key: DataKey) -> bytes:
    """Return the data key of a record; an error names the record, so that it can be restored."""
    try:
        return _data_key(key)
    except Unreadable as error:
        raise Unreadable(
            f"The data key of {key.table} {key.row} does not open with the vault key "
            f"“{key.key_id}”. Nothing was changed. If only this one does not, it was damaged: "
            f"restore row {key.pk} of {key._meta.db_table} from a backup."
        ) from error


def _open_field(table: str, row: str, field: str) -> str:
    fields = SealedField.objects.select_related("data_key").filter(
        data_key__table=table, data_key__row=row, field=field
    )
    sealed = fields.first()
    if sealed is None:
        raise Refused("The vault holds no such text; it was never given or has been purged.")
    plaintext = open_sealed(
        _data_key(sealed.data_key), bytes(sealed.sealed), associated_data(table, row, field)
    )
    return plaintext.decode()


def _data_key(key: DataKey) -> bytes:
    if key.wrapped is None:
        raise Unreadable("The key of this record has been destroyed.")
    wrapped = WrappedKey(key.key_id, bytes(key.wrapped))
    return keyring().unwrap(wrapped, table=key.table, row=key.row)


def _key_for_writing(table: str, row: str) -> DataKey:
    wrapped = keyring().wrap(new_data_key(), table=table, row=row)
    fresh = DataKey(table=table, row=row, key_id=wrapped.key_id, wrapped=wrapped.blob)
    DataKey.objects.bulk_create([fresh], ignore_conflicts=True)
    key = DataKey.objects.select_for_update().get(table=table, row=row)
    if key.destroyed_at:
        raise Refused("The key of this record has been destroyed; nothing can be sealed for it.")
    return key


def _required_reason(reason: str) -> str:
    if not reason.strip():
        raise Refused("Say why: every reading and every destruction is recorded with its reason.")
    return reason.strip()
