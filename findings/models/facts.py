"""What a person states about each record; the same when it is made and when it is amended."""

from dataclasses import dataclass
from datetime import date, datetime

from clayton_review.accounts.models import User
from clayton_review.documents.models import Document
from clayton_review.figures import Figure
from findings.models.coding import Code, Excerpt
from findings.models.guides import InterviewGuide
from findings.models.interviews import Mode, Participant, Place
from findings.models.recommendations import Priority, Stage
from incidents.models import Claim


@dataclass(frozen=True)
class GuideFacts:
    """A version of a guide, without its questions."""

    title: str
    introduction: str = ""


@dataclass(frozen=True)
class ParticipantFacts:
    """Who is interviewed, without a name."""

    group: str
    consent: str
    consent_on: date
    office: str = ""


@dataclass(frozen=True)
class InterviewFacts:
    """Who talks with whom, when and where."""

    participant: Participant
    guide: InterviewGuide
    interviewer: User
    held_on: date
    mode: str = Mode.IN_PERSON
    place: str = Place.PUBLIC


@dataclass(frozen=True)
class AnswerEdit:
    """One answer as it was typed, with the revision it was read at (0: nothing was there)."""

    question_id: str
    text: str
    base_revision: int


@dataclass(frozen=True)
class CodeFacts:
    """An entry of the code book."""

    name: str
    definition: str = ""
    parent: Code | None = None
    is_theme: bool = False


@dataclass(frozen=True)
class FindingFacts:
    """The words of a finding."""

    statement: str
    kind: str
    pillar: str
    condition: str = ""
    criteria: str = ""
    cause: str = ""
    effect: str = ""
    theme: Code | None = None


@dataclass(frozen=True)
class Source:
    """Exactly one of these stands behind a piece of evidence."""

    excerpt: Excerpt | None = None
    claim: Claim | None = None
    document: Document | None = None
    figure: Figure | None = None
    as_of: datetime | None = None


@dataclass(frozen=True)
class RecommendationFacts:
    """What is recommended; `findings` is kept apart because it is a list."""

    text: str
    addressee: str
    measure_of_done: str
    owner: str = ""
    goal: str = ""
    action_step: str = ""
    priority: str = Priority.MEDIUM
    due_on: date | None = None
    stage: str = Stage.POLICY


@dataclass(frozen=True)
class Progress:
    """What is reported or decided about a recommendation."""

    status: str
    stage: str
    note: str
    response: str = ""
    document: Document | None = None


__all__ = [
    "AnswerEdit",
    "CodeFacts",
    "FindingFacts",
    "GuideFacts",
    "InterviewFacts",
    "ParticipantFacts",
    "Progress",
    "RecommendationFacts",
    "Source",
]
