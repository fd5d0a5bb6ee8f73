"""Reads of the audit record: the head that reports print, and the verification of the chain."""

from dataclasses import dataclass

from clayton_review.audit.chain import entry_hash
from clayton_review.audit.models import AuditEntry, AuditHead

GENESIS = "0" * 64


@dataclass(frozen=True)
class Verification:
    """The outcome of a walk along the chain; `broken_at` is the first row that does not fit."""

    n_entries: int
    head: str
    broken_at: int | None
    problem: str


def head_hash() -> str:
    """Return the hash of the newest row.

    Printed in every report, it reveals a cut-off tail later.
    """
    head = AuditHead.objects.first()
    return head.last_hash if head else GENESIS


def verify_chain() -> Verification:
    """Return the verification of the whole chain, with the first changed, removed or inserted row.

    Rows added by others during the walk are no fault: the head is read before and after.
    """
    before = _head()
    previous, expected, problem = GENESIS, 1, ""
    for entry in AuditEntry.objects.order_by("id").iterator(chunk_size=2_000):
        problem = _problem_with(entry, expected, previous) or _head_mismatch(entry, before)
        if problem:
            return Verification(expected - 1, previous, expected, problem)
        previous, expected = entry.hash, expected + 1
    if expected - 1 < before.last_id:
        problem = f"the newest rows after row {expected - 1} were cut off"
    elif expected - 1 > _head().last_id:
        problem = f"rows up to {expected - 1} were put in behind the head"
    broken_at = expected if problem else None
    return Verification(expected - 1, previous, broken_at, problem)


def _head() -> AuditHead:
    return AuditHead.objects.first() or AuditHead()


def _problem_with(entry: AuditEntry, expected: int, previous: str) -> str:
    if entry.id != expected:
        return f"row {expected} is missing" if entry.id > expected else f"row {entry.id} was put in"
    if entry.previous_hash != previous:
        return f"row {entry.id} does not follow from row {entry.id - 1}"
    return "" if entry_hash(entry) == entry.hash else f"row {entry.id} was changed"


def _head_mismatch(entry: AuditEntry, head: AuditHead) -> str:
    if entry.id == head.last_id and entry.hash != head.last_hash:
        return f"row {entry.id} is not the one the head names"
    return ""
