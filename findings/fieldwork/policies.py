"""Checks of the states of slots, and of words that reminders must not show."""

import re

from clayton_review.refusals import impossible_step
from clayton_review.web.search_text import compared
from findings.fieldwork.models.slots import SLOT_TRANSITIONS, Slot, SlotState

# Words that no reminder may show, in either language: police, subject and employer.
REVEALING = re.compile(
    r"police|polic[ií]a|policial|\bcop|officer|oficial|agente|sheriff|precinct|comisaria|stud(?:y|ies)\b"
    r"|estudio|interview|entrevista|survey|encuesta|research|investiga|21cps|consult|complain|queja"
    r"|board of aldermen|incident",
    re.IGNORECASE,
)


def check_slot_transition(slot: Slot, to: str) -> None:
    """Raise `Refused` when a slot may not go from its state to this one."""
    if to not in SLOT_TRANSITIONS[SlotState(slot.state)]:
        present, target = slot.get_state_display().lower(), SlotState(to).label.lower()
        raise impossible_step("An appointment", present, target)


def revealing_words(text: str) -> list[str]:
    """List the words in a text that would reveal what an appointment is about."""
    return REVEALING.findall(compared(text))
