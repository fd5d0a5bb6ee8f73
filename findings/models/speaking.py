"""Who speaks in a text that excerpts are cut from, whatever kind of text it is."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


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
