"""Questions as residents see them: every control with its words, what was typed, what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from surveys.answers.forms import PREFIX, SurveyFormState
from surveys.question_types import type_of
from surveys.question_types.base import Control
from surveys.questionnaire.questionnaire import Choice, Question


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
    template: str
    control: str  # the kind of button beside each choice
    text: str
    hint: str
    limits: str  # how many answers, said by the portal
    error: str
    typed: str
    unit: str
    decimals: int
    least: str
    most: str
    settings: Mapping[str, str]  # those that only its type has
    choices: list[ShownChoice]
    fields: list[ShownField]

    @property
    def described_by(self) -> str:
        """Return the ids of hint and error."""
        has_hint = bool(self.hint or self.limits)
        parts = [f"{self.name}-hint"] * has_hint + [f"{self.name}-error"] * bool(self.error)
        return " ".join(parts)

    @property
    def apart(self) -> list[ShownChoice]:
        """Return the choices set apart."""
        return [choice for choice in self.choices if choice.is_apart]

    @property
    def offered(self) -> list[ShownChoice]:
        """Return the choices that are not set apart."""
        return [choice for choice in self.choices if not choice.is_apart]


def show_question(question: Question, state: SurveyFormState, language: str) -> ShownQuestion:
    """Return the question in this language with what the form holds of it."""
    typed, question_type = state.typed.get(question.name, []), type_of(question.kind)
    return ShownQuestion(
        name=question.name,
        template=question_type.template,
        control=question_type.control,
        text=question.text[language],
        hint=question.hint.get(language, ""),
        limits=question_type.instruction(question),
        error=state.errors.get(question.name, ""),
        typed=_text_field_content(question, typed),
        unit=question.bounds.unit.get(language, ""),
        decimals=question.bounds.decimals,
        least=question.bounds.least,
        most=question.bounds.most,
        settings=question.settings,
        choices=_choices(question.choices, typed, language),
        fields=[
            _field(control, state, language)
            for control in question_type.controls(question, language)
        ],
    )


def hidden_fields(questions: Iterable[Question], state: SurveyFormState) -> list[tuple[str, str]]:
    """List names and values of everything typed for other questions than these."""
    shown_fields = {
        name for question in questions for name in type_of(question.kind).fields(question)
    }
    return [
        (PREFIX + name, value)
        for name, values in state.typed.items()
        if name not in shown_fields
        for value in values
    ]


def _text_field_content(question: Question, typed: list[str]) -> str:
    """Return the content of the text field, without choices selected below it."""
    ticked = {choice.value for choice in question.choices}
    return "\n".join(value for value in typed if value not in ticked)


def _field(control: Control, state: SurveyFormState, language: str) -> ShownField:
    typed = state.typed.get(control.field, [])
    choices = _choices(control.choices, typed, language)
    return ShownField(control.field, control.label, " ".join(typed), choices)


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
