"""The answers set apart that questions always offer."""

from django.utils.translation import gettext_noop

from clayton_review.languages import in_each_language
from surveys.questionnaire.questionnaire import DONT_KNOW, PREFER_NOT, Choice

APART = {
    DONT_KNOW: gettext_noop("I don’t know"),
    PREFER_NOT: gettext_noop("I prefer not to answer"),
}


def with_no_opinion(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Add "don't know" and "prefer not to answer" to the choices unless they were written."""
    written = {choice.value for choice in choices}
    return choices + tuple(
        Choice(value, in_each_language(words), is_apart=True)
        for value, words in APART.items()
        if value not in written
    )
