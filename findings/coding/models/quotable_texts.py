"""Protocol and registry of the texts that quotes are cut from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop

from clayton_review.web.formatting import day
from clayton_review.web.record_types import Expression


class SpeakerGroup(models.TextChoices):
    RESIDENT = "resident", gettext_noop("Resident")
    STUDENT = "student", gettext_noop("Student")
    BUSINESS = "business", gettext_noop("Business owner or employee")
    COMMUNITY = "community", gettext_noop("Community leader")
    OFFICER = "officer", gettext_noop("Police officer")
    CIVILIAN = "civilian", gettext_noop("Civilian staff of the department")
    OFFICIAL = "official", gettext_noop("City official")


class Consent(models.TextChoices):
    NOT_ASKED = "not_asked", "Not asked yet"
    NOT_QUOTED = "not_quoted", "Not quoted"
    NO_LABEL = "no_label", "Quoted without label"
    GROUP_LABEL = "group_label", "Quoted with group"
    ON_RECORD = "on_record", "On the record by office (officials only)"


# Consents as they are said of one quote.
CONSENT_WORDS: dict[str, str] = {
    Consent.NOT_ASKED: "not asked for consent yet",
    Consent.NOT_QUOTED: "may not be quoted",
    Consent.NO_LABEL: "may be quoted without a label",
    Consent.GROUP_LABEL: "may be quoted with their group",
    Consent.ON_RECORD: "may be quoted on the record, by office",
}

# Only quotes under one of these may be published; others are evidence, but not quoted.
QUOTABLE = frozenset({Consent.NO_LABEL, Consent.GROUP_LABEL, Consent.ON_RECORD})


@dataclass(frozen=True)
class Speaker:
    """Speaker of a text and the consent to quote; `n_in_group` counts their group in a room."""

    name: str
    description: str
    source_kind: str
    context: str
    group: str
    group_label: str
    consent: str
    consent_label: str
    office: str
    source_url: str
    n_in_group: int = 0

    @property
    def consent_words(self) -> str:
        """Return the consent as it is said of one quote."""
        return CONSENT_WORDS[self.consent]


@dataclass(frozen=True)
class SourceWithdrawal:
    """Withdrawal of the interview or activity that a text belongs to; `what` names it."""

    what: str
    on: date
    reason: str

    def __str__(self) -> str:
        return f"This {self.what} was withdrawn on {day(self.on)}: {self.reason}"


class Source(Protocol):
    """A text that quotes are cut from, such as an answer or the notes of an activity."""

    pk: UUID
    text: str

    def speaker(self, speaker_group: str) -> Speaker:
        """Return the speaker; `speaker_group` is the group somebody noted with the quote."""

    def why_not_quotable(self) -> str:
        """Return the reason why no quote may be cut from this text now, or an empty text."""

    def withdrawal(self) -> SourceWithdrawal | None:
        """Return the withdrawal of this text, or None while it is on record."""


def _no_people() -> Mapping[str, int]:
    return {}


@dataclass(frozen=True)
class SourceKind:
    """One kind of text that can be quoted, as its feature registers it.

    All paths start at the excerpt. `field` is the foreign key of `Excerpt`; `label` names the kind
    in filters, and under released findings, where the public reads it; `speaker_name` and `sort`
    are the short name of a quote's speaker and the lookup that sorts by it; `current` leaves out
    withdrawn texts; `consent` and `group` are lookups (no `group` where it is noted with each
    quote); `collected_by` filters the quotes that a person collected; `people_by_group` counts the
    people who may be named by group.
    """

    field: str
    label: str
    speaker_name: Expression
    sort: str
    current: Q
    consent: str
    collected_by: Callable[[str], Q]
    group: str = ""
    select_related: tuple[str, ...] = ()
    prefetch_related: tuple[str, ...] = ()
    people_by_group: Callable[[], Mapping[str, int]] = _no_people


_KINDS: dict[str, SourceKind] = {}


def register_source(kind: SourceKind) -> None:
    """Register a kind of text that can be quoted; call it beside the model."""
    _KINDS[kind.field] = kind


def source_kinds() -> list[SourceKind]:
    """List the kinds of text that quotes are cut from, answers before activities."""
    return [_KINDS[name] for name in sorted(_KINDS, reverse=True)]


def source_kind(field: str) -> SourceKind:
    """Return the kind of text behind a foreign key of `Excerpt`."""
    return _KINDS[field]


def related_paths(prefix: str = "") -> tuple[list[str], list[str]]:
    """Return the paths to select and to prefetch with excerpts, each behind a prefix."""
    select = [f"{prefix}{path}" for kind in source_kinds() for path in kind.select_related]
    prefetch = [f"{prefix}{path}" for kind in source_kinds() for path in kind.prefetch_related]
    return select, prefetch
