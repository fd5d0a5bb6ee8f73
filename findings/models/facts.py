"""What a person states about each record; the same when it is made and when it is amended."""

from dataclasses import dataclass
from datetime import date, datetime

from clayton_review.accounts.models import User
from clayton_review.documents.models import Document
from clayton_review.figures import Figure
from findings.models.coding import Code, Excerpt
from findings.models.comments import Comment
from findings.models.goals import ActionStep, Goal
from findings.models.guides import InterviewGuide
from findings.models.interviews import Mode, Place
from findings.models.participants import Language, Participant
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
    consent_on: date | None = None
    office: str = ""
    consent_how: str = ""
    language: str = Language.ENGLISH
    accommodation: str = ""
    wants_reminder: bool = False


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
    position: int = 0
    examples: str = ""
    include_rule: str = ""
    exclude_rule: str = ""


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
    contact: User | None = None
    step: ActionStep | None = None
    priority: str = Priority.MEDIUM
    due_on: date | None = None
    stage: str = Stage.POLICY


@dataclass(frozen=True)
class Progress:
    """What is reported or decided about a recommendation."""

    status: str
    stage: str
    note: str
    document: Document | None = None
    is_note_public: bool = False


@dataclass(frozen=True)
class Answer:
    """What the city answers to a recommendation."""

    response: str
    text: str
    given_on: date


@dataclass(frozen=True)
class GoalFacts:
    """What is to be reached."""

    title: str


@dataclass(frozen=True)
class StepFacts:
    """One step towards a goal; its number follows from the goal."""

    goal: Goal
    title: str


@dataclass(frozen=True)
class CommentFacts:
    """What somebody remarks, on which element, and whom it asks."""

    text: str
    element: str = ""
    mentioned: User | None = None
    reply_to: Comment | None = None


@dataclass(frozen=True)
class Assignment:
    """What several recommendations get at once; None and empty leave things as they are."""

    step: ActionStep | None = None
    owner: str = ""
    contact: User | None = None


__all__ = [
    "Answer",
    "AnswerEdit",
    "Assignment",
    "CodeFacts",
    "CommentFacts",
    "FindingFacts",
    "GoalFacts",
    "GuideFacts",
    "InterviewFacts",
    "ParticipantFacts",
    "Progress",
    "RecommendationFacts",
    "Source",
    "StepFacts",
]
