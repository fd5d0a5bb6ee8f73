"""Reading the audit record: the head that reports print, and the walk that verifies the chain."""

from dataclasses import dataclass

from clayton_review.audit.chain import entry_hash
from clayton_review.audit.models import AuditEntry, AuditHead


@dataclass(frozen=True)
class Verification:
    """The outcome of a walk along the chain; `broken_at` is the first row that does not fit."""

    n_entries: int
    head: str
    broken_at: int | None
    problem: str


def head_hash() -> str:
    """The hash of the newest row; printed in every report, it reveals a cut-off tail later."""
    head = AuditHead.objects.first()
    return head.last_hash if head else "0" * 64


def verify_chain() -> Verification:
    """Walk the whole chain and name the first row that was changed, removed or put in."""
    previous, expected, problem = "0" * 64, 1, ""
    for entry in AuditEntry.objects.order_by("id").iterator(chunk_size=2_000):
        if entry.id != expected:
            problem = f"row {expected} is missing"
        elif entry.previous_hash != previous:
            problem = f"row {entry.id} does not follow from row {entry.id - 1}"
        elif entry_hash(entry) != entry.hash:
            problem = f"row {entry.id} was changed"
        if problem:
            return Verification(expected - 1, previous, expected, problem)
        previous, expected = entry.hash, expected + 1
    if head_hash() != previous:
        problem = f"the newest rows after row {expected - 1} were cut off"
        return Verification(expected - 1, previous, expected, problem)
    return Verification(expected - 1, previous, None, "")
