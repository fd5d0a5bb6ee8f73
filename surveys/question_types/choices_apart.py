"""The answers set apart that questions always offer."""

from surveys.questionnaire.questionnaire import DONT_KNOW, PREFER_NOT, Choice

DONT_KNOW_CHOICE = Choice(DONT_KNOW, {"en": "I don’t know", "es": "No sé"}, is_apart=True)
PREFER_NOT_CHOICE = Choice(
    PREFER_NOT, {"en": "I prefer not to answer", "es": "Prefiero no contestar"}, is_apart=True
)


def with_no_opinion(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The choices, and "don't know" and "prefer not to answer" unless they were written."""
    written = {choice.value for choice in choices}
    apart = (DONT_KNOW_CHOICE, PREFER_NOT_CHOICE)
    return choices + tuple(choice for choice in apart if choice.value not in written)
