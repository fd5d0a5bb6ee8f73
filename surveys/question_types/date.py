"""Date: month, day and year apart, so that no order of digits is misread; kept as ISO text.

Results are by month, so a month without its day is an answer: 2018-07.
"""

from calendar import monthrange
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
# Added to the ordinal of a month's first day where the day is not known.
HALF_A_DAY = 0.5


class Date(QuestionType):
    """A day or a month between limits; without a latest one it is none still to come."""

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
            Control(f"{question.name}-day", _("Day (if you know it)")),
            Control(f"{question.name}-year", _("Year")),
        ]

    def read(self, question: Question, sent: Sent) -> Answer:
        """Read the day or month as ISO text, or an answer set apart, or None.

        Raises `UnusableAnswer`.
        """
        typed = [" ".join(sent.get(f"{question.name}-{part}", ())).strip() for part in PARTS]
        selected = [value for value in sent.get(question.name, ()) if value]
        if selected:
            apart = choice_apart(question, selected + [part for part in typed if part])
            if apart is None:
                raise UnusableAnswer(_("Choose one of the answers shown."))
            return apart
        if not any(typed):
            return None
        day, has_day = _day(typed)
        _check(question, day, _last_day(day) if not has_day else day)
        return day.isoformat() if has_day else day.isoformat()[:7]

    def longest_answer(self, question: Question) -> Answer:
        """Return a day, or an answer set apart that is longer."""
        return max(("2018-07-07", *(choice.value for choice in question.choices)), key=len)

    def answer_texts(self, question: Question, answer: Answer, language: str) -> list[str]:
        """Return the day or month in words, or the words of the answer set apart."""
        if not isinstance(answer, str):
            return []
        if answer in {choice.value for choice in question.choices}:
            return [question.label_of(answer, language)]
        return [day_in_words(answer, language)]

    def part_columns(self, question: Question, answers: SheetAnswers) -> Columns:
        """Return the day as an ordinal; a month without its day as its first, and half a day."""
        return number_column(question, answers, _ordinal)


def day_in_words(iso: str, language: str) -> str:
    """Return the day, or the month without its day, as people of this language write it."""
    with override(language):
        if is_month(iso):
            return date_format(date.fromisoformat(f"{iso}-01"), "YEAR_MONTH_FORMAT")
        return date_format(date.fromisoformat(iso), "DATE_FORMAT")


def is_month(iso: str) -> bool:
    """True if the text is a month without its day, such as 2018-07."""
    return len(iso) == len("2018-07")


def day_text(ordinal: float) -> str:
    """Return an ordinal of `part_columns` as ISO text."""
    iso = date.fromordinal(int(ordinal)).isoformat()
    return iso if ordinal.is_integer() else iso[:7]


def _ordinal(text: str) -> float | None:
    try:
        if is_month(text):
            return date.fromisoformat(f"{text}-01").toordinal() + HALF_A_DAY
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return None


def _last_day(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _day(typed: list[str]) -> tuple[date, bool]:
    """Return the day, or the first of the month without a day; True if the day was given."""
    year, month, day = typed
    known = [year, month, *[day] * bool(day)]
    if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in known):
        raise UnusableAnswer(_("Enter at least the month and the year, such as April 2018."))
    if int(year) < 1900:
        raise UnusableAnswer(_("Enter the year with four digits, such as 2018."))
    try:
        return date(int(year), int(month), int(day or 1)), bool(day)
    except ValueError as error:
        raise UnusableAnswer(_("That day does not exist. Check the month and the day.")) from error


def _check(question: Question, day: date, last: date) -> None:
    """Raise `UnusableAnswer` if nothing from `day` to `last` is within the limits."""
    least, most = question.bounds.least, question.bounds.most
    if least and last < date.fromisoformat(least):
        raise UnusableAnswer(_("Enter a day on or after %(day)s.") % {"day": _day_text(least)})
    if most and day > date.fromisoformat(most):
        raise UnusableAnswer(_("Enter a day on or before %(day)s.") % {"day": _day_text(most)})
    if not most and day > clock.today():
        raise UnusableAnswer(_("That day is in the future. Check the year."))


def _day_text(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "DATE_FORMAT")
