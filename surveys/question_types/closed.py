"""What the types with ticked answers share: reading ticks, and the answers set apart."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from surveys.question_types.base import Sent, Unusable
from surveys.questionnaire.questionnaire import DONT_KNOW, PREFER_NOT, Answer, Choice, Question

DONT_KNOW_CHOICE = Choice(DONT_KNOW, {"en": "I don’t know", "es": "No sé"}, is_apart=True)
PREFER_NOT_CHOICE = Choice(
    PREFER_NOT, {"en": "I prefer not to answer", "es": "Prefiero no contestar"}, is_apart=True
)


class OneField:
    """A type whose whole answer is in the field of the question's name."""

    def fields(self, question: Question) -> tuple[str, ...]:
        """The one field."""
        return (question.name,)


class Ticked(OneField):
    """A type whose answer is one of its choices."""

    def read(self, question: Question, sent: Sent) -> Answer:
        """The ticked value, or None; raises `Unusable`."""
        return read_one(question, sent.get(question.name, ()))

    def said(self, question: Question, answer: Answer, language: str) -> list[str]:
        """The words of the choice."""
        return [question.label_of(answer, language)] if isinstance(answer, str) else []


def with_no_opinion(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The choices, and "don't know" and "prefer not to answer" unless they were written."""
    written = {choice.value for choice in choices}
    apart = (DONT_KNOW_CHOICE, PREFER_NOT_CHOICE)
    return choices + tuple(choice for choice in apart if choice.value not in written)


def read_one(question: Question, sent: Sequence[str]) -> str | None:
    """The one ticked value; nothing ticked is a skipped question."""
    given = [value for value in sent if value]
    if not given:
        return None
    if len(given) > 1:
        raise Unusable(_("Choose one answer only."))
    check_offered(question, given)
    return given[0]


def check_offered(question: Question, given: Sequence[str]) -> None:
    """Raise `Unusable` for a value that is none of the choices."""
    if not set(given) <= {choice.value for choice in question.choices}:
        raise Unusable(_("Choose one of the answers shown."))


def apart_only(question: Question, given: Sequence[str]) -> str | None:
    """The answer set apart that stands alone; None when there is none. Raises `Unusable`."""
    apart = {choice.value: choice for choice in question.apart}
    found = [value for value in given if value in apart]
    if not found:
        return None
    if len(given) > 1:
        raise Unusable(
            _("Keep either your answer or one of the answers set apart below it, not both.")
        )
    return found[0]
