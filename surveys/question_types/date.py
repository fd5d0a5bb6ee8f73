"""Date: month, day and year apart, so that no order of digits is misread; kept as ISO text."""

from datetime import date

from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from clayton_review import clock
from surveys.question_types.base import Control, FigureForm, QuestionType, Sent, UnusableAnswer
from surveys.question_types.closed import choice_apart
from surveys.question_types.columns import Columns, SheetAnswers, number_column
from surveys.question_types.notation_rules import DAY, EQUALS, ORDERS, NotationRules
from surveys.questionnaire.questionnaire import Answer, Choice, Question

PARTS = ("year", "month", "day")


class Date(QuestionType):
    """A day between limits; without a latest one it is no day still to come."""

    name = "date"
    label = "Date"
    template = "surveys/question_date.html"
    rules = NotationRules(
        lists_apart_only=True,
        settings=frozenset({"min", "max"}),
        value=DAY,
        operators=EQUALS | ORDERS,
    )
    figure_form = FigureForm.DAYS

    def fields(self, question: Question) -> tuple[str, ...]:
        """Return one field for the answers set apart and one for each part of the day."""
        return (question.name, *(f"{question.name}-{part}" for part in PARTS))

    def controls(self, question: Question, language: str) -> list[Control]:
        """Return the controls for month, day and year."""
        months = tuple(Choice(str(n), {language: str(name)}) for n, name in MONTHS.items())
        return [
            Control(f"{question.name}-month", _("Month"), months),
            Control(f"{question.name}-day", _("Day")),
            Control(f"{question.name}-year", _("Year")),
        ]

    def read(self, question: Question, sent: Sent) -> Answer:
        """Read the day as ISO text, or an answer set apart, or None. Raise `UnusableAnswer`."""
        typed = [" ".join(sent.get(f"{question.name}-{part}", ())).strip() for part in PARTS]
        selected = [value for value in sent.get(question.name, ()) if value]
        if selected:
            apart = choice_apart(question, selected + [part for part in typed if part])
            if apart is None:
                raise UnusableAnswer(_("Choose one of the answers shown."))
            return apart
        if not any(typed):
            return None
        day = _day(typed)
        _check(question, day)
        return day.isoformat()

    def longest_answer(self, question: Question) -> Answer:
        """Return a day, or an answer set apart that is longer."""
        return max(("2018-07-07", *(choice.value for choice in question.choices)), key=len)

    def answer_texts(self, question: Question, answer: Answer, language: str) -> list[str]:
        """Return the day in words, or the words of the answer set apart."""
        if not isinstance(answer, str):
            return []
        if answer in {choice.value for choice in question.choices}:
            return [question.label_of(answer, language)]
        return [day_in_words(answer, language)]

    def part_columns(self, question: Question, answers: SheetAnswers) -> Columns:
        """Return the day as an ordinal."""
        return number_column(question, answers, _ordinal)


def day_in_words(iso: str, language: str) -> str:
    """Return the day as people of this language write it."""
    with override(language):
        return date_format(date.fromisoformat(iso), "DATE_FORMAT")


def _ordinal(text: str) -> int | None:
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return None


def _day(typed: list[str]) -> date:
    if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in typed):
        raise UnusableAnswer(_("Enter month, day and year, such as April 28, 2018."))
    year, month, day = map(int, typed)
    if year < 1900:
        raise UnusableAnswer(_("Enter the year with four digits, such as 2018."))
    try:
        return date(year, month, day)
    except ValueError as error:
        raise UnusableAnswer(_("That day does not exist. Check the month and the day.")) from error


def _check(question: Question, day: date) -> None:
    least, most = question.bounds.least, question.bounds.most
    if least and day < date.fromisoformat(least):
        raise UnusableAnswer(_("Enter a day on or after %(day)s.") % {"day": _day_text(least)})
    if most and day > date.fromisoformat(most):
        raise UnusableAnswer(_("Enter a day on or before %(day)s.") % {"day": _day_text(most)})
    if not most and day > clock.today():
        raise UnusableAnswer(_("That day is in the future. Check the year."))


def _day_text(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "DATE_FORMAT")
