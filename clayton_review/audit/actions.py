"""Writing to the audit record: always the last statement of an action's transaction."""

import json
from typing import Any

from django.db import models, transaction

from clayton_review import clock
from clayton_review.audit.chain import entry_hash
from clayton_review.audit.models import AuditEntry, AuditHead, ReferenceCounter

SYSTEM = "the portal"
# SQL, because it is one statement; the ORM needs three.
_COUNT_UP = """
    INSERT INTO audit_referencecounter AS counter (prefix, last_number) VALUES (%s, 1)
    ON CONFLICT (prefix) DO UPDATE SET last_number = counter.last_number + 1
    RETURNING last_number
"""


def record(
    *, by: object | None, verb: str, obj: models.Model, reason: str = "", **payload: Any
) -> AuditEntry:
    """Add one act to the chain; return its row.

    `by` is the person (their e-mail is kept as text, or their name where they have none) or None
    for the portal itself; `payload` holds facts without personal data, as JSON. Must run inside the
    transaction of the act it records.

    Raises `django.db.transaction.TransactionManagementError` outside a transaction.
    """
    head = _locked_head()
    entry = AuditEntry(
        id=head.last_id + 1,
        at=clock.now(),
        who=SYSTEM if by is None else str(getattr(by, "email", by))[:200],
        verb=verb,
        object_type=obj._meta.label,
        object_id=str(getattr(obj, "reference", "") or obj.pk),
        reason=reason,
        payload=json.dumps(payload, sort_keys=True, ensure_ascii=False, default=str),
        previous_hash=head.last_hash,
    )
    entry.hash = entry_hash(entry)
    entry.save(force_insert=True)
    head.last_id, head.last_hash = entry.id, entry.hash
    head.save()
    return entry


def next_reference(prefix: str) -> str:
    """Return the next citable number, for example `INC-0001`.

    Call it inside the creating transaction: the counter stays locked until that ends.

    Raises `django.db.transaction.TransactionManagementError` outside a transaction.
    """
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A reference needs its record's transaction.")
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_UP, [prefix])
        (number,) = cursor.fetchone()
    return str(ReferenceCounter(prefix=prefix, last_number=number))


def _locked_head() -> AuditHead:
    transaction.get_connection().validate_no_broken_transaction()
    head = AuditHead.objects.select_for_update().first()
    if head is None:
        AuditHead.objects.bulk_create([AuditHead()], ignore_conflicts=True)
        head = AuditHead.objects.select_for_update().get()
    return head
