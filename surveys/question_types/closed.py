"""What the types with ticked answers share: reading one value, and the answers set apart."""

from django.utils.translation import gettext as _

from surveys.documents import DONT_KNOW, PREFER_NOT, Choice, Question
from surveys.question_types.base import Answer, Unusable

DONT_KNOW_CHOICE = Choice(DONT_KNOW, {"en": "I don’t know", "es": "No sé"}, is_apart=True)
PREFER_NOT_CHOICE = Choice(
    PREFER_NOT, {"en": "I prefer not to answer", "es": "Prefiero no contestar"}, is_apart=True
)


def with_no_opinion(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The choices, and "don't know" and "prefer not to answer" unless they were written."""
    written = {choice.value for choice in choices}
    apart = (DONT_KNOW_CHOICE, PREFER_NOT_CHOICE)
    return choices + tuple(choice for choice in apart if choice.value not in written)


def read_one(question: Question, sent: list[str]) -> Answer:
    """The one ticked value; nothing ticked is a skipped question."""
    given = [value for value in sent if value]
    if not given:
        return None
    if len(given) > 1:
        raise Unusable(_("Choose one answer only."))
    if given[0] not in {choice.value for choice in question.choices}:
        raise Unusable(_("Choose one of the answers shown."))
    return given[0]
