"""Search for evidence to link: quotes, claims, documents and figures."""

import uuid
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q

from clayton_review import clock, figures
from clayton_review.accounts.models import User
from clayton_review.documents.models import Document
from clayton_review.figures import Audience, Scope
from findings.coding.models.excerpts import Excerpt
from findings.conclusions.inputs import EvidenceSource
from findings.conclusions.selectors.evidence_thread import figure_kind_label
from incidents.models import Claim

MAX_CHOICES = 20
SEARCH_KINDS = {
    "quote": "Quote",
    "claim": "Incident claim",
    "figure": "Figure",
    "document": "Document",
}
_LOOKUPS = {
    "quote": ("text__icontains", "codings__code__name__icontains"),
    "claim": ("point__icontains", "text__icontains", "incident__reference__icontains"),
    "document": ("title__icontains", "source__icontains", "reference__icontains"),
}


def evidence_choices(kind: str, words: str, user: User) -> list[tuple[str, str]]:
    """List up to twenty pieces of evidence with all these words, as (key, label)."""
    if kind == "figure":
        return _figure_choices(words)
    rows = _rows(kind, user)
    conditions = [
        reduce(or_, [Q(**{lookup: word}) for lookup in _LOOKUPS[kind]])
        for word in words.split()[:8]
    ]
    matches = rows.filter(reduce(and_, conditions)).distinct() if conditions else rows
    return [(str(row.pk), _label(row)) for row in matches[:MAX_CHOICES]]


def find_source(kind: str, key: str, user: User) -> EvidenceSource | None:
    """Return the source behind a chosen key, or None if this person may not see it."""
    if kind == "figure":
        return _figure_source(key)
    row = _rows(kind, user).filter(pk=key).first()
    if row is None:
        return None
    name = "excerpt" if kind == "quote" else kind
    return EvidenceSource(**{name: row})


def chosen_choice(kind: str, key: str, user: User) -> list[tuple[str, str]]:
    """Return the chosen key with its label, so that it stays chosen after another search."""
    chosen = find_source(kind, key, user) if _is_valid_key(kind, key) else None
    if chosen is None:
        return []
    if chosen.figure:
        return [(key, chosen.figure.title)]
    return [(key, _label(chosen.excerpt or chosen.claim or chosen.document))]


def _rows(kind: str, user: User) -> Any:
    if kind == "quote":
        return Excerpt.objects.visible_to(user).current().for_pages()
    if kind == "claim":
        return Claim.objects.visible_to(user).current().select_related("incident")
    return Document.objects.visible_to(user).current()


def _label(row: object) -> str:
    if isinstance(row, Excerpt):
        speaker = row.speaker
        return f"“{row}” {speaker.description} ({speaker.consent_label.lower()})"
    if isinstance(row, Claim):
        return f"{row.incident.reference}, {row.point}: {row.text[:120]} ({row.asserted_by})"
    return str(row)


def _figure_choices(words: str) -> list[tuple[str, str]]:
    scope = Scope(clock.now(), Audience.TEAM)
    terms = words.lower().split()[:8]
    names = [
        name
        for name in figures.names(scope)
        if all(word in f"{name} {figure_kind_label(name)}".lower() for word in terms)
    ]
    names.sort(key=lambda name: not name.startswith("surveys."))  # survey figures first
    return [(name, _figure_label(name, scope)) for name in names[:12]]


def _figure_label(name: str, scope: Scope) -> str:
    return f"{figures.compute(name, scope).title} ({figure_kind_label(name).lower()})"


def _figure_source(name: str) -> EvidenceSource | None:
    scope = Scope(clock.now(), Audience.TEAM)
    if name not in set(figures.names(scope)):
        return None
    return EvidenceSource(figure=figures.compute(name, scope), as_of=scope.as_of)


def _is_valid_key(kind: str, key: str) -> bool:
    if kind == "figure":
        return True
    try:
        uuid.UUID(key)
    except ValueError:
        return False
    return True
