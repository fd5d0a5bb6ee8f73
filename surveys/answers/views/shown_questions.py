"""Questions as residents see them: every control with its words, what was typed, what is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from surveys.answers.forms import PREFIX, Visit
from surveys.question_types import type_of
from surveys.question_types.grid import row_field
from surveys.question_types.ranking import n_places, place_field
from surveys.questionnaire.questionnaire import Choice, Question

TICKED_ONCE = frozenset({"choice", "agreement"})


@dataclass(frozen=True)
class ShownChoice:
    """One row to press, or one line of a select box."""

    value: str
    label: str
    starts_apart: bool  # the first of those set apart
    is_apart: bool
    is_checked: bool


@dataclass(frozen=True)
class ShownField:
    """One control of a question that has several: a row of a grid, a place, a part of a day."""

    name: str
    label: str
    typed: str
    choices: list[ShownChoice]


@dataclass(frozen=True)
class ShownQuestion:
    """One question in the reader's language, with what was typed and what is wrong."""

    name: str
    kind: str
    template: str
    text: str
    hint: str
    limits: str  # how many answers, said by the portal
    error: str
    typed: str
    unit: str
    decimals: int
    choices: list[ShownChoice]
    fields: list[ShownField]

    @property
    def described_by(self) -> str:
        """The ids of hint and error."""
        has_hint = bool(self.hint or self.limits)
        parts = [f"{self.name}-hint"] * has_hint + [f"{self.name}-error"] * bool(self.error)
        return " ".join(parts)

    @property
    def control(self) -> str:
        """The kind of button beside each choice."""
        return "radio" if self.kind in TICKED_ONCE else "checkbox"

    @property
    def apart(self) -> list[ShownChoice]:
        """The choices set apart."""
        return [choice for choice in self.choices if choice.is_apart]

    @property
    def offered(self) -> list[ShownChoice]:
        """The other choices."""
        return [choice for choice in self.choices if not choice.is_apart]


def shown_question(question: Question, visit: Visit, language: str) -> ShownQuestion:
    """The question in this language with what the visit has of it."""
    typed = visit.typed.get(question.name, [])
    return ShownQuestion(
        name=question.name,
        kind=question.kind,
        template=type_of(question.kind).template,
        text=question.text[language],
        hint=question.hint.get(language, ""),
        limits=_limits(question),
        error=visit.errors.get(question.name, ""),
        typed=_typed(question, typed),
        unit=question.bounds.unit.get(language, ""),
        decimals=question.bounds.decimals,
        choices=_choices(question.choices, typed, language),
        fields=_fields(question, visit, language),
    )


def hidden_fields(questions: Iterable[Question], visit: Visit) -> list[tuple[str, str]]:
    """Names and values of everything typed for other questions than these."""
    shown = {name for one in questions for name in type_of(one.kind).fields(one)}
    return [
        (PREFIX + name, value)
        for name, values in visit.typed.items()
        if name not in shown
        for value in values
    ]


def _typed(question: Question, typed: list[str]) -> str:
    """What stands in the text field: not what is ticked below it."""
    ticked = {choice.value for choice in question.choices}
    return "\n".join(value for value in typed if value not in ticked)


def _limits(question: Question) -> str:
    most = question.bounds.n_most
    if question.kind == "several":
        return _("Choose up to %(n)s.") % {"n": most} if most else _("Choose all that apply.")
    if question.kind == "ranking" and most:
        return _("Choose your first %(n)s, the most important one first.") % {"n": most}
    if question.kind == "ranking":
        return _("The most important one first. You can leave places empty.")
    return ""


def _fields(question: Question, visit: Visit, language: str) -> list[ShownField]:
    made: dict[str, Any] = {"grid": _rows, "ranking": _places, "date": _parts}
    make = made.get(question.kind)
    return make(question, visit, language) if make else []


def _rows(question: Question, visit: Visit, language: str) -> list[ShownField]:
    return [
        _field(row_field(question, row), row.label[language], visit, question.choices, language)
        for row in question.rows
    ]


def _places(question: Question, visit: Visit, language: str) -> list[ShownField]:
    return [
        _field(
            place_field(question, place),
            _("Place %(n)s") % {"n": place + 1},
            visit,
            question.offered,
            language,
        )
        for place in range(n_places(question))
    ]


def _parts(question: Question, visit: Visit, language: str) -> list[ShownField]:
    months = tuple(Choice(str(n), {language: str(name)}) for n, name in MONTHS.items())
    name = question.name
    return [
        _field(f"{name}-month", _("Month"), visit, months, language),
        _field(f"{name}-day", _("Day"), visit, (), language),
        _field(f"{name}-year", _("Year"), visit, (), language),
    ]


def _field(
    name: str, label: str, visit: Visit, choices: tuple[Choice, ...], language: str
) -> ShownField:
    typed = visit.typed.get(name, [])
    return ShownField(name, label, " ".join(typed), _choices(choices, typed, language))


def _choices(choices: tuple[Choice, ...], typed: list[str], language: str) -> list[ShownChoice]:
    rows: list[ShownChoice] = []
    was_apart = False
    for choice in choices:
        starts_apart = choice.is_apart and not was_apart
        was_apart = choice.is_apart
        rows.append(
            ShownChoice(
                choice.value,
                choice.label[language],
                starts_apart,
                choice.is_apart,
                is_checked=choice.value in typed,
            )
        )
    return rows
