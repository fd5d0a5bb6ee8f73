"""Publish the text of a finding or recommendation."""

import hashlib
import json
from typing import Any

from clayton_review.accounts.models import User
from clayton_review.audit.actions import next_reference
from findings.releases.models import PublishedItem, Release


def publish(content: dict[str, Any], by: User, **subject: Any) -> PublishedItem:
    """Store a published text in a release of its own; part of an action.

    `subject` is `finding=…` or `recommendation=…`, with `is_retraction=True` where the text is
    withdrawn. Writes a `Release` and a `PublishedItem`.
    """
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False)
    release = Release.objects.create(reference=next_reference("REL"), by=by)
    return PublishedItem.objects.create(
        release=release,
        reference=content["reference"],
        content=content,
        sha256=hashlib.sha256(canonical.encode()).hexdigest(),
        **subject,
    )
