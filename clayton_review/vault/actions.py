"""Sealing, reading, destroying and re-wrapping; whoever calls has checked the permission.

They raise `Refused` (no reason, nothing there, destroyed, held), and `UnknownKey` or `Unreadable`,
which derive from `vault.crypto.VaultError`.
"""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from clayton_review import clock
from clayton_review.audit.actions import record
from clayton_review.refusals import Refused
from clayton_review.vault.crypto import (
    Unreadable,
    WrappedKey,
    context,
    new_data_key,
    open_sealed,
    seal,
)
from clayton_review.vault.models import DataKey, SealedField
from clayton_review.vault.selectors import has, keyring

__all__ = ["destroy", "guard_destruction", "has", "put", "read", "rotate"]

# Given table and row, the reason why this record may not be destroyed, or "" when it may.
DestructionGuard = Callable[[str, str], str]
_guards: list[DestructionGuard] = []


def guard_destruction(guard: DestructionGuard) -> DestructionGuard:
    """Register a check that destruction asks first: holds, retention schedules."""
    _guards.append(guard)
    return guard


@transaction.atomic
def put(*, table: str, row: str | UUID, field: str, text: str, by: object | None) -> None:
    """Seal a text (replacing an earlier one) for a field of a record; raises `Refused`."""
    key = _key_for_writing(table, str(row))
    blob = seal(_opened(key), text.encode(), context(key.table, key.row, field))
    SealedField.objects.update_or_create(data_key=key, field=field, defaults={"sealed": blob})
    record(by=by, verb="sealed", obj=key, table=key.table, row=key.row, field=field)


def read(*, table: str, row: str | UUID, field: str, by: object, reason: str) -> str:
    """The text of a field; every reading is recorded with its reason before the text is returned.

    Runs in a transaction of its own (never inside another): a page that fails afterwards cannot
    take the record of the reading with it. Raises `Refused`, `UnknownKey` or `Unreadable`.
    """
    reason = _stated(reason)
    with transaction.atomic(durable=True):
        text = _text(table, str(row), field)
        key = DataKey.objects.get(table=table, row=str(row))
        record(by=by, verb="read", obj=key, reason=reason, table=table, row=key.row, field=field)
    return text


@transaction.atomic
def destroy(*, table: str, row: str | UUID, by: object | None, reason: str) -> None:
    """Destroy a record's data key and its sealed fields, for ever; raises `Refused`.

    Copies in old backups become unreadable too, because they hold no data keys.
    """
    reason = _stated(reason)
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
def rotate(*, by: object | None) -> int:
    """Wrap every data key that is not under the newest key again; returns how many."""
    ring = keyring()
    old = DataKey.objects.filter(destroyed_at=None).exclude(key_id=ring.newest_id)
    keys = list(old.select_for_update().order_by("id"))
    for key in keys:
        wrapped = ring.wrap(_opened(key), table=key.table, row=key.row)
        key.key_id, key.wrapped = wrapped.key_id, wrapped.blob
    DataKey.objects.bulk_update(keys, ["key_id", "wrapped"], batch_size=500)
    if keys:
        record(by=by, verb="re-wrapped", obj=keys[0], n_keys=len(keys), under=ring.newest_id)
    return len(keys)


def _text(table: str, row: str, field: str) -> str:
    found = SealedField.objects.select_related("data_key").filter(
        data_key__table=table, data_key__row=row, field=field
    )
    sealed = found.first()
    if sealed is None:
        raise Refused("The vault holds no such text; it was never given or has been purged.")
    plain = open_sealed(_opened(sealed.data_key), bytes(sealed.sealed), context(table, row, field))
    return plain.decode()


def _opened(key: DataKey) -> bytes:
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


def _stated(reason: str) -> str:
    if not reason.strip():
        raise Refused("Say why: every reading and every destruction is recorded with its reason.")
    return reason.strip()
