"""The hash that chains one audit row to the one before it."""

import hashlib
import json

from clayton_review.audit.models import AuditEntry


def entry_hash(entry: AuditEntry) -> str:
    """Return the SHA-256 of an entry's canonical JSON, the hash before it included."""
    content = [
        entry.id,
        entry.at.isoformat(timespec="microseconds"),
        entry.who,
        entry.verb,
        entry.object_type,
        entry.object_id,
        entry.reason,
        entry.payload,
        entry.previous_hash,
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
