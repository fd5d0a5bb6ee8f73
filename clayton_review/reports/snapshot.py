"""The snapshot: every figure for board and public, computed in one frozen view of the data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils.translation import override

from clayton_review import figures
from clayton_review.audit.selectors import newest_row
from clayton_review.figures import Audience, Figure, Scope
from clayton_review.languages import TRANSLATIONS
from clayton_review.reports import canonical, facts
from clayton_review.reports.router import frozen_view

AUDIENCES = (Audience.BOARD, Audience.PUBLIC)
VERSION = "1"


@dataclass(frozen=True)
class Snapshot:
    """All figures and facts of a report, parsed once from their canonical JSON text."""

    sha256: str
    as_of: str
    audit_head: str
    audit_row: int | None
    facts: Mapping[str, str]
    order: tuple[str, ...]
    stored: Mapping[str, Mapping[str, Any]]  # figures as plain JSON, by audience and name
    translations: Mapping[str, Mapping[str, Any]]  # public ones as plain JSON, by language
    certificates: Mapping[str, Mapping[str, list[Any]]]

    def stored_figures(self, audience: Audience) -> dict[str, Any]:
        """Return the figures for one audience as plain JSON, by name and in order."""
        stored = self.stored[audience.value]
        return {name: stored[name] for name in self.order if name in stored}

    def figures(self, audience: Audience) -> Mapping[str, Figure]:
        """Return the figures for one audience, by name and in order."""
        return self._figures[audience]

    @cached_property
    def _figures(self) -> dict[Audience, dict[str, Figure]]:
        return {
            audience: {
                name: figures.from_json(figure)
                for name, figure in self.stored_figures(audience).items()
            }
            for audience in AUDIENCES
        }


def take(*, month: date, as_of: datetime) -> str:
    """Return the canonical JSON text of all figures and facts as of a moment (aware)."""
    with frozen_view():
        audit_row, audit_head = newest_row()
        computed = {audience: _all_figures(as_of, audience) for audience in AUDIENCES}
        content = {
            "version": VERSION,
            "month": f"{month:%Y-%m}",
            "as_of": as_of.isoformat(),
            "audit_row": audit_row,
            "audit_head": audit_head,
            "facts": facts.collect(as_of),
            "figures": {
                audience.value: {
                    name: figures.to_json(figure) for name, figure in computed_figures.items()
                }
                for audience, computed_figures in computed.items()
            },
            "translations": {code: _translated_figures(code, as_of) for code in TRANSLATIONS},
            "certificates": {
                audience.value: _certificates(figures) for audience, figures in computed.items()
            },
            "order": list(computed[Audience.BOARD]),
        }
    return canonical.text_of(content)


def _certificates(figures: dict[str, Figure]) -> dict[str, list[Any]]:
    """Return the full proofs of every figure that hides something; editions leave them out."""
    return {
        name: [json.loads(proof) for proof in figure.proofs]
        for name, figure in figures.items()
        if figure.certificates
    }


def read(text: str) -> Snapshot:
    """Parse the text of a stored snapshot."""
    content = json.loads(text)
    return Snapshot(
        sha256=canonical.sha256_of(text),
        as_of=content["as_of"],
        audit_head=content["audit_head"],
        audit_row=content.get("audit_row"),
        facts=content["facts"],
        order=tuple(content["order"]),
        stored=content["figures"],
        translations=content.get("translations", {}),
        certificates=content.get("certificates", {}),
    )


def _translated_figures(language: str, as_of: datetime) -> dict[str, Any]:
    """Return the public figures that have words in other languages: the same numbers."""
    scope = Scope(as_of=as_of, audience=Audience.PUBLIC)
    with override(language):
        return {
            name: figures.to_json(figures.compute(name, scope))
            for name in figures.translated_names(scope)
        }


def _all_figures(as_of: datetime, audience: Audience) -> dict[str, Figure]:
    scope = Scope(as_of=as_of, audience=audience)
    with override("en"):
        return {name: figures.compute(name, scope) for name in figures.names(scope)}
