"""Date: month, day and year apart, so that no order of digits is misread; kept as ISO text."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from clayton_review import clock
from surveys.question_types.base import Rules, Sent, Unusable
from surveys.question_types.closed import apart_only, with_no_opinion
from surveys.questionnaire.questionnaire import Answer, Choice, Question

PARTS = ("year", "month", "day")


class Date:
    """A day between limits; without a latest one it is no day still to come."""

    name = "date"
    label = "Date"
    template = "surveys/question_date.html"
    chart = "date"
    rules = Rules(has_choices=True, settings=frozenset({"min", "max"}), compares="date")

    def completed(self, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """Whatever is set apart, "don't know" and "prefer not to answer"."""
        return with_no_opinion(choices)

    def fields(self, question: Question) -> tuple[str, ...]:
        """One field for the answers set apart and one for each part of the day."""
        return (question.name, *(f"{question.name}-{part}" for part in PARTS))

    def read(self, question: Question, sent: Sent) -> Answer:
        """The day as ISO text, an answer set apart, or None; raises `Unusable`."""
        typed = [" ".join(sent.get(f"{question.name}-{part}", ())).strip() for part in PARTS]
        ticked = [value for value in sent.get(question.name, ()) if value]
        if ticked:
            apart = apart_only(question, ticked + [part for part in typed if part])
            if apart is None:
                raise Unusable(_("Choose one of the answers shown."))
            return apart
        if not any(typed):
            return None
        day = _day(typed)
        _check(question, day)
        return day.isoformat()

    def said(self, question: Question, answer: Answer, language: str) -> list[str]:
        """The day in words, or the words of the answer set apart."""
        if not isinstance(answer, str):
            return []
        if answer in {choice.value for choice in question.choices}:
            return [question.label_of(answer, language)]
        return [day_in_words(answer, language)]


def day_in_words(iso: str, language: str) -> str:
    """The day as people of this language write it."""
    with override(language):
        return date_format(date.fromisoformat(iso), "DATE_FORMAT")


def _day(typed: list[str]) -> date:
    if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in typed):
        raise Unusable(_("Enter month, day and year, such as April 28, 2018."))
    year, month, day = map(int, typed)
    if year < 1900:
        raise Unusable(_("Enter the year with four digits, such as 2018."))
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Unusable(_("This day does not exist. Check month and day.")) from error


def _check(question: Question, day: date) -> None:
    least, most = question.bounds.least, question.bounds.most
    if least and day < date.fromisoformat(least):
        raise Unusable(_("Enter a day on or after %(day)s.") % {"day": _shown(least)})
    if most and day > date.fromisoformat(most):
        raise Unusable(_("Enter a day on or before %(day)s.") % {"day": _shown(most)})
    if not most and day > clock.today():
        raise Unusable(_("This day is still to come. Check the year."))


def _shown(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "DATE_FORMAT")
