"""Columns of numbers made of the answers to one question, one number for each sheet.

Every question has a column of its own name, its state: a place in `question.choices`, `ANSWERED`
for an answer that is none of the choices, `SKIPPED` or `NOT_ASKED`. A question type adds columns
for what the state does not hold, named `name.part`, or `name#` for numbers and days.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surveys.questionnaire.questionnaire import NO_OPINION, Choice, Question

ANSWERED, SKIPPED, NOT_ASKED = 10_000, -1, -2
Column = NDArray[Any]
Columns = dict[str, Column]
LevelIndexes = NDArray[np.int64]
# The answer on each sheet, `NOT_ASKED` where the question was not asked.
SheetAnswers = Sequence[Any]


def state_column(question: Question, choices: Iterable[Choice], answers: SheetAnswers) -> Column:
    """Return the state (n,) of the question on each sheet, if only `choices` count as choices."""
    known = {choice.value for choice in choices}
    places = {
        choice.value: place
        for place, choice in enumerate(question.choices)
        if choice.value in known
    }
    return np.array([_code_of_answer(places, answer) for answer in answers], dtype=np.int16)


def selected_columns(question: Question, answers: SheetAnswers) -> Columns:
    """Return `name.choice` (n,) for each choice: 1 if it was selected, else 0."""
    return {
        f"{question.name}.{choice.value}": np.array(
            [isinstance(answer, list) and choice.value in answer for answer in answers],
            dtype=np.int8,
        )
        for choice in question.choices
    }


def rank_columns(question: Question, answers: SheetAnswers) -> Columns:
    """Return `name.choice` (n,) for each choice offered: its place, counted from 1; 0 for none."""
    return {
        f"{question.name}.{choice.value}": np.array(
            [
                answer.index(choice.value) + 1
                if isinstance(answer, list) and choice.value in answer
                else 0
                for answer in answers
            ],
            dtype=np.int8,
        )
        for choice in question.offered
    }


def row_columns(question: Question, answers: SheetAnswers) -> Columns:
    """Return `name.row` (n,) for each row: the state of that row."""
    places = {choice.value: place for place, choice in enumerate(question.choices)}
    return {
        f"{question.name}.{row.value}": np.array(
            [_state_of_row(places, row.value, answer) for answer in answers], dtype=np.int8
        )
        for row in question.rows
    }


def number_column(question: Question, answers: SheetAnswers, read: Callable[[str], Any]) -> Columns:
    """Return `name#` (n,): the number that `read` finds in each answer, else NaN."""
    values = [read(answer) if isinstance(answer, str) else None for answer in answers]
    numbers = [np.nan if number is None else float(number) for number in values]
    return {f"{question.name}#": np.array(numbers, dtype=np.float64)}


def offered_codes(question: Question, column: Column) -> LevelIndexes:
    """Return the place (n,) among the choices offered, from a column of states; −1 for all else."""
    codes = np.full(len(column), -1, dtype=np.int64)
    offered = [place for place, choice in enumerate(question.choices) if not choice.is_apart]
    for level, place in enumerate(offered):
        codes[column == place] = level
    return codes


def has_no_answer(question: Question, state: Column) -> NDArray[np.bool_]:
    """True (n,) for sheets not asked, skipped, without an opinion; "none" says something."""
    silent = [place for place, choice in enumerate(question.choices) if choice.value in NO_OPINION]
    is_silent: NDArray[np.bool_] = np.isin(state, [NOT_ASKED, SKIPPED, *silent])
    return is_silent


def _code_of_answer(places: dict[str, int], answer: object) -> int:
    if answer is NOT_ASKED:
        return NOT_ASKED
    if answer is None:
        return SKIPPED
    if isinstance(answer, list) and len(answer) == 1:
        answer = answer[0]  # one that is set apart stands alone in its list
    return places.get(answer, ANSWERED) if isinstance(answer, str) else ANSWERED


def _state_of_row(places: dict[str, int], row: str, answer: object) -> int:
    if answer is NOT_ASKED:
        return NOT_ASKED
    value = answer.get(row) if isinstance(answer, dict) else None
    return SKIPPED if value is None else places.get(value, ANSWERED)
