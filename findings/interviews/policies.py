"""Checks of changes to guides and interviews."""

from clayton_review.refusals import Refused, impossible_step
from findings.coding.models.quotable_texts import Consent
from findings.interviews.models.guides import InterviewGuide
from findings.interviews.models.interviews import (
    INTERVIEW_TRANSITIONS,
    Interview,
    InterviewMode,
    InterviewState,
    PlaceKind,
)


def check_guide_is_unused(guide: InterviewGuide) -> None:
    """Raise `Refused` when interviews follow this version."""
    if guide.is_used():
        raise Refused(
            f"Interviews have used {guide}, so its questions are fixed. Make a new version instead."
        )


def check_interview_transition(interview: Interview, to: str) -> None:
    """Raise `Refused` when an interview may not go from its state to this one."""
    if to not in InterviewState.values:
        raise Refused("Choose a status from the list.")
    if interview.participant.consent == Consent.NOT_ASKED:
        raise Refused("Record the participant’s consent before you mark the interview as held.")
    if to not in INTERVIEW_TRANSITIONS[InterviewState(interview.state)]:
        present = interview.get_state_display().lower()
        target = InterviewState(to).label.lower()
        raise impossible_step("An interview", present, target)


def check_place_fits(mode: str, place: str) -> None:
    """Raise `Refused` for a call with a place, or for a meeting without one."""
    in_person = mode == InterviewMode.IN_PERSON
    if in_person and place == PlaceKind.NONE:
        raise Refused(
            "Choose where you meet, or say that you talk by phone or video.", field="place"
        )
    if not in_person and place != PlaceKind.NONE:
        raise Refused("A call has no place. Choose “No place (phone or video)”.", field="place")
