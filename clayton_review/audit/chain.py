"""The hash that chains one audit row to the one before it."""

import hashlib
import json

from clayton_review.audit.models import AuditEntry


def entry_hash(entry: AuditEntry) -> str:
    """SHA-256 over the canonical JSON of an entry and of the hash before it."""
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
