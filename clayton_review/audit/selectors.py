"""Reads of the audit record: the head that reports print, and the verification of the chain."""

import json
from collections.abc import Iterable, Iterator

from clayton_review.audit.chain import row_of
from clayton_review.audit.check_export import ChainRow, ChainVerification, KeptHead, check_rows
from clayton_review.audit.models import AuditEntry, AuditHead
from clayton_review.chunked_rows import in_chunks

THE_HEAD = "the head"


def newest_row() -> tuple[int, str]:
    """Return number and hash of the newest row.

    Printed in every report and sent with it, they reveal later that rows were changed or cut off.
    """
    head = _head()
    return head.last_id, head.last_hash


def verify_chain(published: Iterable[KeptHead] = ()) -> ChainVerification:
    """Return the verification of the whole chain, with the first changed, removed or inserted row.

    Every hash `published` must be in it. Rows added by others during the walk are no fault: the
    head is read before and after.
    """
    before = _head()
    stored = KeptHead(before.last_hash, before.last_id, THE_HEAD)
    result = check_rows(rows(), [stored, *published])
    if not result.problem and result.n_entries > _head().last_id:
        problem = f"rows up to {result.n_entries} were put in behind the head"
        return ChainVerification(result.n_entries, result.head, result.n_entries + 1, problem)
    return result


def rows() -> Iterator[ChainRow]:
    """Yield all rows in their order."""
    return map(row_of, in_chunks(AuditEntry.objects.order_by("id"), 2_000))


def export_lines() -> Iterator[str]:
    """Yield the rows as lines of JSON, for `check_export`."""
    return (json.dumps(row, ensure_ascii=False) + "\n" for row in rows())


def _head() -> AuditHead:
    return AuditHead.objects.first() or AuditHead()
