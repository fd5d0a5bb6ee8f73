"""Signs that a program filled in the form of an open survey. No single sign marks a sheet.

A slow phone gives none of them, and the form works without scripts, so neither does that. A patient
program that walks through the pages as people do gives none either.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from surveys.answers.forms import SurveyFormState
from surveys.question_types import type_of
from surveys.questionnaire.steps import Step

SIGNS_NEEDED = 2
SECONDS_A_QUESTION = 1.0  # nobody reads and answers faster
STRAIGHT_ANSWERS = 5  # answers from a list before they can make a straight line


@dataclass(frozen=True)
class Sending:
    """The way in which a form was sent: when it first was, and if its sender named a language."""

    first_at: int  # epoch seconds
    names_language: bool  # every browser does, in each request


def looks_made_by_program(steps: Sequence[Step], state: SurveyFormState, sending: Sending) -> bool:
    """True if at least two signs say so."""
    signs = (
        state.shown is None,
        _has_answers_of_pages_not_shown(steps, state),
        _is_impossibly_fast(state, sending.first_at),
        not sending.names_language,
        _is_straight_line(steps, state),
    )
    return sum(signs) >= SIGNS_NEEDED


def _has_answers_of_pages_not_shown(steps: Sequence[Step], state: SurveyFormState) -> bool:
    """True if the form was never shown: not the review, or not a page with an answer on it."""
    needed = {len(steps)}
    for number, step in enumerate(steps):
        if any(state.answers.get(question.name) is not None for question in step.questions):
            needed.add(number)
    return not needed <= (state.seen if state.shown is None else state.shown.pages)


def _is_impossibly_fast(state: SurveyFormState, sent_at: int) -> bool:
    n_answers = sum(answer is not None for answer in state.answers.values())
    return state.shown is not None and sent_at - state.shown.since < SECONDS_A_QUESTION * n_answers


def _is_straight_line(steps: Sequence[Step], state: SurveyFormState) -> bool:
    places = list(_places(steps, state))
    return len(places) >= STRAIGHT_ANSWERS and len(set(places)) == 1


def _places(steps: Sequence[Step], state: SurveyFormState) -> Iterator[int]:
    for step in steps:
        for question in step.questions:
            answer = state.answers.get(question.name)
            yield from type_of(question.kind).places(question, answer)
