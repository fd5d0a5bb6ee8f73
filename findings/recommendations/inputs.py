"""What a person states about goals, recommendations and the city's answers."""

from dataclasses import dataclass
from datetime import date

from clayton_review.accounts.models import User
from clayton_review.documents.models import Document
from findings.recommendations.models.goals import ActionStep, Goal
from findings.recommendations.models.recommendations import Priority, Stage


@dataclass(frozen=True)
class RecommendationInput:
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
class ProgressInput:
    """What is reported or decided about a recommendation."""

    status: str
    stage: str
    note: str
    document: Document | None = None
    is_note_public: bool = False


@dataclass(frozen=True)
class CityResponseInput:
    """What the city answers to a recommendation."""

    response: str
    text: str
    given_on: date


@dataclass(frozen=True)
class GoalInput:
    """What is to be reached."""

    title: str


@dataclass(frozen=True)
class ActionStepInput:
    """One step towards a goal; its number follows from the goal."""

    goal: Goal
    title: str


@dataclass(frozen=True)
class AssignmentInput:
    """What several recommendations get at once; None and empty leave things as they are."""

    step: ActionStep | None = None
    owner: str = ""
    contact: User | None = None
