"""Who speaks in a text that excerpts are cut from, whatever kind of text it is."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.db import models


@dataclass(frozen=True)
class Voice:
    """Who spoke and what was agreed on quoting; `n_in_group` counts the group in that room."""

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


class Spoken(Protocol):
    """A text that excerpts are cut from: an answer, an activity's notes; stories can follow."""

    pk: UUID
    text: str

    def voice(self, speaker_group: str) -> Voice:
        """Who speaks in it; the group is known where a person noted it with the excerpt."""


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


# Whose words may be printed at all; everything else is basis only.
QUOTABLE = frozenset({Consent.NO_LABEL, Consent.GROUP_LABEL, Consent.ON_RECORD})
