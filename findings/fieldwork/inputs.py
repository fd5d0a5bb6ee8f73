"""What a person states about contacts, slots and field activities."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from clayton_review.accounts.models import User
from findings.coding.models.sources import Consent
from findings.interviews.models.interviews import Mode, Place
from findings.interviews.models.participants import Language


@dataclass(frozen=True)
class ContactAttemptInput:
    """One try to reach somebody, and what is to be done next."""

    made_at: datetime
    made_by: User
    channel: str
    outcome: str
    note: str = ""
    next_step: str = ""
    next_on: date | None = None


@dataclass(frozen=True)
class SlotInput:
    """When and where an interviewer can talk with somebody."""

    starts_at: datetime
    ends_at: datetime
    interviewer: User
    mode: str = Mode.IN_PERSON
    place: str = Place.PUBLIC
    where: str = ""
    language: str = Language.ENGLISH


@dataclass(frozen=True)
class ActivityInput:
    """What was held, when, where, and how many attended as counted by whoever held it."""

    kind: str
    title: str
    held_on: date
    minutes: int
    place: str = Place.PUBLIC
    language: str = Language.ENGLISH
    consent: str = Consent.NO_LABEL
    n_attended: int | None = None


@dataclass(frozen=True)
class PrintedShare:
    """A share of those who attended, as somebody else printed it."""

    label: str
    percent: Decimal


@dataclass(frozen=True)
class Turnout:
    """Who attended: counts by group, and shares as printed; they may contradict each other."""

    groups: tuple[tuple[str, int], ...] = ()
    printed: tuple[PrintedShare, ...] = ()


@dataclass(frozen=True)
class ParticipantInput:
    """Who is interviewed, without a name."""

    group: str
    consent: str
    consent_on: date | None = None
    office: str = ""
    consent_how: str = ""
    language: str = Language.ENGLISH
    accommodation: str = ""
    wants_reminder: bool = False
