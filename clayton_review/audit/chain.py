"""The audit rows in the form in which they are hashed and exported."""

from datetime import UTC

from clayton_review.audit.check_export import ChainRow, row_hash
from clayton_review.audit.models import AuditEntry


def row_of(entry: AuditEntry) -> ChainRow:
    """Return the row of an entry."""
    return ChainRow(
        entry.id,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.who,
        entry.verb,
        entry.object_type,
        entry.object_id,
        entry.reason,
        entry.payload,
        entry.previous_hash,
        entry.hash,
    )


def entry_hash(entry: AuditEntry) -> str:
    """Return the SHA-256 of an entry's canonical JSON, the hash before it included."""
    return row_hash(row_of(entry))
