"""Compose the edition, the one public content of a report, from its words and its snapshot."""

import json
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from clayton_review.accounts.models import User
from clayton_review.figures import Audience
from clayton_review.figures import from_json as figure_from_json
from clayton_review.reports import canonical, signing
from clayton_review.reports.approved_content import words_of
from clayton_review.reports.compared_measures import is_rounded_down
from clayton_review.reports.headline_number import difference_text, value_text
from clayton_review.reports.models import Report
from clayton_review.reports.snapshot import Snapshot

VERSION = "1"


def compose(
    report: Report,
    parsed_snapshot: Snapshot,
    *,
    previous: Report | None,
    follows: Report | None = None,
    issued_at: datetime | None = None,
    issued_by: User | None = None,
    approved_by: tuple[User, ...] = (),
) -> str:
    """Return the canonical JSON text of a report's edition; without `issued_at`, a preview.

    It lists changes since `previous`, and names the hash of `follows`, the last link of the chain.
    """
    public = parsed_snapshot.stored_figures(Audience.PUBLIC)
    before = _comparable_figures(public, previous)
    return canonical.text_of(
        {
            **words_of(report),
            "version": VERSION,
            "number": report.number,
            "month": report.month.isoformat(),
            "revision_reason": report.revision_reason,
            "figures": public,
            "translations": parsed_snapshot.translations,
            "order": list(public),
            "facts": parsed_snapshot.facts,
            "changes": _changes(public, before),
            "not_compared": sorted(public.keys() - before) if previous else [],
            "as_of": parsed_snapshot.as_of,
            "audit_row": parsed_snapshot.audit_row,
            "audit_head": parsed_snapshot.audit_head,
            "snapshot_sha256": parsed_snapshot.sha256,
            "previous_number": previous.number if previous else "",
            "follows_number": follows.number if follows else "",
            "follows_sha256": follows.edition_sha256 if follows else "",
            "issued_at": issued_at.isoformat() if issued_at else "",
            "issued_by": issued_by.name if issued_by else "",
            "approved_by": [person.name for person in approved_by],
            "is_demonstration": settings.DEMONSTRATION,
            "site": _printed_site(),
            "signing_key": signing.public_key() if issued_at else "",
        }
    )


def _printed_site() -> str:
    """Return the site's address for print; empty if it is a local one."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    return "" if host in {"localhost", "127.0.0.1", "::1"} else settings.SITE_URL


def _comparable_figures(figures: dict[str, Any], previous: Report | None) -> dict[str, Any]:
    """Return those figures of the last report that have the same unit as now."""
    before = json.loads(previous.edition)["figures"] if previous else {}
    return {
        name: before[name]
        for name in sorted(figures)
        if name in before and before[name]["unit"] == figures[name]["unit"]
    }


def _changes(figures: dict[str, Any], before: dict[str, Any]) -> list[dict[str, str]]:
    pairs = [
        (figure_from_json(old), figure_from_json(figures[name])) for name, old in before.items()
    ]
    return [
        {
            "name": new.name,
            "title": new.title,
            "before": value_text(old),
            "after": value_text(new),
            "difference": "" if is_rounded_down(new.name) else difference_text(old, new),
        }
        for old, new in pairs
        if value_text(old) != value_text(new)
    ]
