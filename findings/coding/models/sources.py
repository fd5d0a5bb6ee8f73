"""Texts that quotes are cut from: who speaks in them, and what each kind of text registers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.db import models
from django.db.models import Q


class Group(models.TextChoices):
    RESIDENT = "resident", "Resident"
    STUDENT = "student", "Student"
    BUSINESS = "business", "Business owner or employee"
    COMMUNITY = "community", "Community leader"
    OFFICER = "officer", "Police officer"
    CIVILIAN = "civilian", "Civilian staff of the department"
    OFFICIAL = "official", "City official"


class Consent(models.TextChoices):
    NOT_ASKED = "not_asked", "Not asked yet"
    NOT_QUOTED = "not_quoted", "Not quoted"
    NO_LABEL = "no_label", "Quoted without label"
    GROUP_LABEL = "group_label", "Quoted with group"
    ON_RECORD = "on_record", "On the record by office (officials only)"


# Only words under one of these may be printed; all others are basis for findings.
QUOTABLE = frozenset({Consent.NO_LABEL, Consent.GROUP_LABEL, Consent.ON_RECORD})


@dataclass(frozen=True)
class Voice:
    """The speaker of a text and the consent to quote; `n_in_group` counts the group in a room."""

    name: str
    words: str
    kind: str
    context: str
    group: str
    group_words: str
    consent: str
    consent_words: str
    office: str
    url: str
    n_in_group: int = 0


class Source(Protocol):
    """A text that quotes are cut from, such as an answer or the notes of an activity."""

    pk: UUID
    text: str

    def voice(self, speaker_group: str) -> Voice:
        """Return the speaker; `speaker_group` is the group somebody noted with the quote."""

    def why_not_quotable(self) -> str:
        """Return the reason why no quote may be cut from this text now, or an empty text."""


def _nobody_counted() -> Mapping[str, int]:
    return {}


@dataclass(frozen=True)
class SourceKind:
    """A kind of text, as its feature registers it; all paths start at the excerpt.

    `field` is the foreign key of `Excerpt`; `in_use` leaves out withdrawn texts; `consent` and
    `group` are lookups (no `group` where it is noted with each quote); `heard_by` finds the
    quotes that a person heard; `people_by_group` counts the people who may be named by group.
    """

    field: str
    label: str
    in_use: Q
    consent: str
    heard_by: Callable[[str], Q]
    group: str = ""
    select_related: tuple[str, ...] = ()
    prefetch_related: tuple[str, ...] = ()
    people_by_group: Callable[[], Mapping[str, int]] = _nobody_counted


_KINDS: dict[str, SourceKind] = {}


def register_source(kind: SourceKind) -> None:
    """Make a kind of text quotable; called where its model is defined."""
    _KINDS[kind.field] = kind


def source_kinds() -> list[SourceKind]:
    """List the kinds of text that quotes are cut from, in the order of their fields."""
    return [_KINDS[name] for name in sorted(_KINDS, reverse=True)]


def related_paths(prefix: str = "") -> tuple[list[str], list[str]]:
    """Return the paths to select and to prefetch with excerpts, each behind a prefix."""
    select = [f"{prefix}{path}" for kind in source_kinds() for path in kind.select_related]
    prefetch = [f"{prefix}{path}" for kind in source_kinds() for path in kind.prefetch_related]
    return select, prefetch
