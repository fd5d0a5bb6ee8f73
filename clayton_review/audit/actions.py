"""Writing to the audit record: always the last statement of an action's transaction."""

import json
from typing import Any

from django.db import models, transaction

from clayton_review import clock
from clayton_review.audit.chain import entry_hash
from clayton_review.audit.models import AuditEntry, AuditHead, ReferenceCounter

SYSTEM = "the portal"


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

    Call it inside the creating transaction.
    """
    ReferenceCounter.objects.bulk_create([ReferenceCounter(prefix=prefix)], ignore_conflicts=True)
    counter = ReferenceCounter.objects.select_for_update().get(prefix=prefix)
    counter.last_number += 1
    counter.save()
    return str(counter)


def _locked_head() -> AuditHead:
    transaction.get_connection().validate_no_broken_transaction()
    head = AuditHead.objects.select_for_update().first()
    if head is None:
        AuditHead.objects.bulk_create([AuditHead()], ignore_conflicts=True)
        head = AuditHead.objects.select_for_update().get()
    return head
