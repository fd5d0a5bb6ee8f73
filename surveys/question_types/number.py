"""Number: kept as canonical decimal text.

Text and not a JSON number, because numbers read from JSON become binary floats and lose what was
typed; the same number is the same text, so sheets can be counted without arithmetic.
"""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from surveys.question_types.base import Rules, Sent, Unusable
from surveys.question_types.closed import OneField, apart_only, with_no_opinion
from surveys.questionnaire.questionnaire import Answer, Choice, Question

LONGEST = 40
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,9})?", re.ASCII)


class Number(OneField):
    """A number between limits, with so many decimals."""

    name = "number"
    label = "Number"
    template = "surveys/question_number.html"
    chart = "number"
    rules = Rules(
        has_choices=True,
        settings=frozenset({"min", "max", "decimals", "unit"}),
        compares="number",
    )

    def completed(self, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """Whatever is set apart, "don't know" and "prefer not to answer"."""
        return with_no_opinion(choices)

    def read(self, question: Question, sent: Sent) -> Answer:
        """The number as canonical text, an answer set apart, or None; raises `Unusable`."""
        given = [value.strip() for value in sent.get(question.name, ()) if value.strip()]
        if not given:
            return None
        if apart := apart_only(question, given):
            return apart
        number = number_in(given[0]) if len(given) == 1 else None
        if number is None:
            raise Unusable(_("Enter a number in digits, such as 34."))
        _check(question, number)
        return canonical(number)

    def said(self, question: Question, answer: Answer, language: str) -> list[str]:
        """The number with its unit, or the words of the answer set apart."""
        if not isinstance(answer, str):
            return []
        if answer in {choice.value for choice in question.choices}:
            return [question.label_of(answer, language)]
        return [f"{answer} {question.bounds.unit.get(language, '')}".strip()]


def number_in(text: str) -> Decimal | None:
    """The number that was typed, with or without commas for thousands; None when it is none."""
    plain = text.strip().replace("\N{MINUS SIGN}", "-")[:LONGEST]
    return Decimal(plain.replace(",", "")) if _NUMBER.fullmatch(plain) else None


def canonical(number: Decimal) -> str:
    """The shortest plain decimal: 12, -0.5; never an exponent, a sign of zero or a last zero."""
    return format(number.normalize() if number else Decimal(0), "f")


def _check(question: Question, number: Decimal) -> None:
    bounds = question.bounds
    if number != round(number, bounds.decimals):
        raise Unusable(
            _("Enter a number with at most %(n)s decimals.") % {"n": bounds.decimals}
            if bounds.decimals
            else _("Enter a whole number.")
        )
    is_low = bool(bounds.least) and number < Decimal(bounds.least)
    is_high = bool(bounds.most) and number > Decimal(bounds.most)
    if is_low or is_high:
        raise Unusable(_range_words(bounds.least, bounds.most))


def _range_words(least: str, most: str) -> str:
    told = {"least": least, "most": most}
    if least and most:
        return _("Enter a number from %(least)s to %(most)s.") % told
    if least:
        return _("Enter %(least)s or more.") % told
    return _("Enter %(most)s or less.") % told
