"""Reading choices that were selected, and the answers set apart; the base of one-choice types."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from surveys.question_types.base import (
    QuestionPart,
    QuestionType,
    Sent,
    UnusableAnswer,
    offered_labels,
)
from surveys.questionnaire.questionnaire import Answer, Question


class OneChoice(QuestionType):
    """A type whose answer is exactly one of its choices."""

    template = "surveys/question_choice.html"
    control = "radio"
    is_exclusive = True
    is_compared = True

    def read(self, question: Question, sent: Sent) -> Answer:
        """Return the selected value, or None. Raise `UnusableAnswer` for any other."""
        return read_choice(question, sent.get(question.name, ()))

    def longest_answer(self, question: Question) -> Answer:
        """Return the longest choice."""
        return max((choice.value for choice in question.choices), key=len, default=None)

    def places(self, question: Question, answer: Answer) -> list[int]:
        """Return the place of the choice."""
        return [n for n, choice in enumerate(question.choices) if choice.value == answer]

    def parts(self, question: Question) -> list[QuestionPart]:
        """Return the whole question with the choices offered."""
        return [QuestionPart("", "", offered_labels(question))]


def read_choice(question: Question, sent: Sequence[str]) -> str | None:
    """Return the one selected value; None if the question was skipped. Raise `UnusableAnswer`."""
    values = [value for value in sent if value]
    if not values:
        return None
    if len(values) > 1:
        raise UnusableAnswer(_("Choose only one answer."))
    check_offered(question, values)
    return values[0]


def check_offered(question: Question, values: Sequence[str]) -> None:
    """Raise `UnusableAnswer` for a value that is none of the choices."""
    if not set(values) <= {choice.value for choice in question.choices}:
        raise UnusableAnswer(_("Choose one of the answers shown."))


def choice_apart(question: Question, values: Sequence[str]) -> str | None:
    """Return the answer set apart if it is the only one; None if there is none.

    Raises `UnusableAnswer` if there are others.
    """
    apart = {choice.value for choice in question.apart}
    selected = [value for value in values if value in apart]
    if not selected:
        return None
    if len(values) > 1:
        raise UnusableAnswer(
            _("Choose either your answer or one of the separate choices below it, not both.")
        )
    return selected[0]
