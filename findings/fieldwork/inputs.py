"""Values of contacts, slots, activities and participants that a person enters."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from clayton_review.accounts.models import User
from clayton_review.languages import ENGLISH
from findings.coding.models.quotable_texts import Consent
from findings.interviews.models.interviews import InterviewMode, PlaceKind


@dataclass(frozen=True)
class ContactAttemptInput:
    """Values of a contact attempt and its next step."""

    made_at: datetime
    made_by: User
    channel: str
    outcome: str
    note: str = ""
    next_step: str = ""
    next_on: date | None = None


@dataclass(frozen=True)
class SlotInput:
    """Values of a slot: time, interviewer, language and place."""

    starts_at: datetime
    ends_at: datetime
    interviewer: User
    mode: str = InterviewMode.IN_PERSON
    place: str = PlaceKind.PUBLIC
    where: str = ""
    language: str = ENGLISH


@dataclass(frozen=True)
class ActivityInput:
    """Values of a field activity, with the total attendance that was counted."""

    kind: str
    title: str
    held_on: date
    minutes: int
    place: str = PlaceKind.PUBLIC
    language: str = ENGLISH
    consent: str = Consent.NO_LABEL
    n_attended: int | None = None


@dataclass(frozen=True)
class PrintedShare:
    """Share of those who attended, as somebody else printed it."""

    label: str
    percent: Decimal


@dataclass(frozen=True)
class AttendanceInput:
    """Attendance by group, and shares as printed; they may contradict each other."""

    groups: tuple[tuple[str, int], ...] = ()
    printed: tuple[PrintedShare, ...] = ()


@dataclass(frozen=True)
class ParticipantInput:
    """Values of a participant, without a name."""

    group: str
    consent: str
    consent_on: date | None = None
    office: str = ""
    consent_how: str = ""
    language: str = ENGLISH
    accommodation: str = ""
    wants_reminder: bool = False
