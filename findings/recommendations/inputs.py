"""Values of goals, recommendations and responses that a person enters."""

from dataclasses import dataclass
from datetime import date

from clayton_review.accounts.models import User
from clayton_review.documents.models import Document
from findings.recommendations.models.goals import ActionStep, Goal
from findings.recommendations.models.recommendations import Priority, RecommendationStage


@dataclass(frozen=True)
class RecommendationInput:
    """Values of a recommendation, without the list of its findings."""

    text: str
    addressee: str
    measure_of_done: str
    owner: str = ""
    contact: User | None = None
    step: ActionStep | None = None
    priority: str = Priority.MEDIUM
    due_on: date | None = None
    stage: str = RecommendationStage.POLICY


@dataclass(frozen=True)
class ProgressInput:
    """Values of a status change."""

    status: str
    stage: str
    note: str
    document: Document | None = None
    is_note_public: bool = False


@dataclass(frozen=True)
class CityResponseInput:
    """Values of the city's response."""

    response: str
    text: str
    given_on: date


@dataclass(frozen=True)
class GoalInput:
    """Values of a goal."""

    title: str


@dataclass(frozen=True)
class ActionStepInput:
    """Values of an action step; its number follows from the goal."""

    goal: Goal
    title: str


@dataclass(frozen=True)
class RecommendationAssignmentInput:
    """Values that several recommendations get at once; None and empty change nothing."""

    step: ActionStep | None = None
    owner: str = ""
    contact: User | None = None
