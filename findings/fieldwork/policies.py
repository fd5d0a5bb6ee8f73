"""Which steps a slot may take, and which words an appointment must not contain."""

import re

from clayton_review.refusals import Refused
from clayton_review.web.search_text import compared
from findings.fieldwork.models.contacts import SLOT_TRANSITIONS
from findings.fieldwork.models.slots import Slot, SlotState

# What a reminder never says, in either language: the police, the subject, the employer.
TELLING = re.compile(
    r"police|polic[ií]a|policial|\bcop|officer|oficial|agente|sheriff|precinct|comisaria|stud(?:y|ies)\b"
    r"|estudio|interview|entrevista|survey|encuesta|research|investiga|21cps|consult|complain|queja"
    r"|board of aldermen|incident",
    re.IGNORECASE,
)


def check_slot_move(slot: Slot, to: str) -> None:
    """Raise `Refused` for a step the mapping does not know."""
    if to not in SLOT_TRANSITIONS[SlotState(slot.state)]:
        present, wanted = slot.get_state_display().lower(), SlotState(to).label.lower()
        raise Refused(f"A slot that is {present} cannot become {wanted}.")


def telling_words(text: str) -> list[str]:
    """What in a text would tell others what an appointment is about."""
    return TELLING.findall(compared(text))
