"""Values of guides, interviews and answers that a person enters."""

from dataclasses import dataclass
from datetime import date

from clayton_review.accounts.models import User
from findings.interviews.models.guides import InterviewGuide
from findings.interviews.models.interviews import InterviewMode, PlaceKind
from findings.interviews.models.participants import Participant


@dataclass(frozen=True)
class GuideInput:
    """Values of a guide, without its questions."""

    title: str
    introduction: str = ""


@dataclass(frozen=True)
class InterviewInput:
    """Values of an interview: participant, guide, interviewer, day and place."""

    participant: Participant
    guide: InterviewGuide
    interviewer: User
    held_on: date
    mode: str = InterviewMode.IN_PERSON
    place: str = PlaceKind.PUBLIC


@dataclass(frozen=True)
class AnswerEdit:
    """One answer as typed, with the revision it was read at (0: there was none)."""

    question_id: str
    text: str
    base_revision: int
