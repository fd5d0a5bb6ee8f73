"""Number: a number between limits, with so many decimals; kept as canonical decimal text."""

from decimal import Decimal

from django.utils.translation import gettext as _

from surveys.question_types.base import FigureForm, QuestionType, Sent, UnusableAnswer
from surveys.question_types.closed import choice_apart
from surveys.question_types.columns import Columns, SheetAnswers, number_column
from surveys.question_types.notation_rules import EQUALS, NUMBER, ORDERS, NotationRules
from surveys.question_types.numbers import LONGEST, canonical, number_in
from surveys.questionnaire.questionnaire import Answer, Question


class Number(QuestionType):
    """A number between limits, with so many decimals."""

    name = "number"
    label = "Number"
    template = "surveys/question_number.html"
    rules = NotationRules(
        lists_apart_only=True,
        settings=frozenset({"min", "max", "decimals", "unit"}),
        value=NUMBER,
        operators=EQUALS | ORDERS,
    )
    is_number = True
    figure_form = FigureForm.NUMBERS

    def read(self, question: Question, sent: Sent) -> Answer:
        """Read a canonical number, an answer set apart, or None. Raise `UnusableAnswer`."""
        values = [value.strip() for value in sent.get(question.name, ()) if value.strip()]
        if not values:
            return None
        if apart := choice_apart(question, values):
            return apart
        number = number_in(values[0]) if len(values) == 1 else None
        if number is None:
            raise UnusableAnswer(_("Enter the number in digits, not in words."))
        _check(question, number)
        return canonical(number)

    def longest_answer(self, question: Question) -> Answer:
        """Return the longest number that can be typed, or an answer set apart that is longer."""
        return max(("9" * LONGEST, *(choice.value for choice in question.choices)), key=len)

    def answer_texts(self, question: Question, answer: Answer, language: str) -> list[str]:
        """Return the number with its unit, or the words of the answer set apart."""
        if not isinstance(answer, str):
            return []
        if answer in {choice.value for choice in question.choices}:
            return [question.label_of(answer, language)]
        return [f"{answer} {question.bounds.unit.get(language, '')}".strip()]

    def part_columns(self, question: Question, answers: SheetAnswers) -> Columns:
        return number_column(question, answers, number_in)


def _check(question: Question, number: Decimal) -> None:
    bounds = question.bounds
    if number != round(number, bounds.decimals):
        raise UnusableAnswer(
            _("Enter a number with at most %(n)s decimals.") % {"n": bounds.decimals}
            if bounds.decimals
            else _("Enter a whole number.")
        )
    is_low = bool(bounds.least) and number < Decimal(bounds.least)
    is_high = bool(bounds.most) and number > Decimal(bounds.most)
    if is_low or is_high:
        raise UnusableAnswer(_range_words(bounds.least, bounds.most))


def _range_words(least: str, most: str) -> str:
    limits = {"least": least, "most": most}
    if least and most:
        return _("Enter a number from %(least)s to %(most)s.") % limits
    if least:
        return _("Enter %(least)s or more.") % limits
    return _("Enter %(most)s or less.") % limits
