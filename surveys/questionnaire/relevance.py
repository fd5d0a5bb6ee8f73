"""Conditions on earlier answers, as a small tree: what it holds, when it is true, how it is kept.

A comparison with a question that was skipped, not asked or answered otherwise than in kind is
false, and `!=` is the opposite of `=`, as in XLSForm.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

AnswersByQuestion = Mapping[str, Any]  # question name to its answer; what was not asked is absent


@dataclass(frozen=True)
class AnswerCondition:
    """One comparison: `operator` is =, !=, <, <=, >, >=, has or answered; `row` is of a grid."""

    question: str
    operator: str
    value: str = ""
    row: str = ""


@dataclass(frozen=True)
class AllOf:
    """All parts are true."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one part is true."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Negation:
    """The part is not true."""

    part: "Condition"


Condition = AnswerCondition | AllOf | AnyOf | Negation


def holds(condition: Condition | None, answers: AnswersByQuestion) -> bool:
    """True if the condition is true of these answers; no condition always is."""
    match condition:
        case None:
            return True
        case AllOf(parts):
            return all(holds(part, answers) for part in parts)
        case AnyOf(parts):
            return any(holds(part, answers) for part in parts)
        case Negation(part):
            return not holds(part, answers)
        case _:
            return _is_met(condition, _answer(condition, answers))


def questions_in(condition: Condition | None) -> Iterator[str]:
    """Yield the names of the questions that a condition looks at."""
    for comparison in comparisons_in(condition):
        yield comparison.question


def comparisons_in(condition: Condition | None) -> Iterator[AnswerCondition]:
    """Yield the comparisons of a condition."""
    match condition:
        case None:
            return
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from comparisons_in(part)
        case Negation(part):
            yield from comparisons_in(part)
        case _:
            yield condition


def to_json(condition: Condition) -> dict[str, Any]:
    """Return the tree as plain JSON values."""
    match condition:
        case AllOf(parts):
            return {"and": [to_json(part) for part in parts]}
        case AnyOf(parts):
            return {"or": [to_json(part) for part in parts]}
        case Negation(part):
            return {"not": to_json(part)}
        case _:
            stored = {"question": condition.question, "is": condition.operator}
            more = {"value": condition.value, "row": condition.row}
            return stored | {name: text for name, text in more.items() if text}


def from_json(stored: dict[str, Any]) -> Condition:
    """Return the tree that `to_json` stored."""
    if "and" in stored:
        return AllOf(tuple(from_json(part) for part in stored["and"]))
    if "or" in stored:
        return AnyOf(tuple(from_json(part) for part in stored["or"]))
    if "not" in stored:
        return Negation(from_json(stored["not"]))
    return AnswerCondition(
        stored["question"], stored["is"], stored.get("value", ""), row=stored.get("row", "")
    )


def _answer(test: AnswerCondition, answers: AnswersByQuestion) -> Any:
    answer = answers.get(test.question)
    if test.row:
        return answer.get(test.row) if isinstance(answer, dict) else None
    return answer


def _is_met(test: AnswerCondition, answer: Any) -> bool:
    if test.operator == "answered":
        return answer is not None
    if test.operator == "has":
        return isinstance(answer, list) and test.value in answer
    if test.operator == "=":
        return _are_equal(answer, test.value)
    if test.operator == "!=":
        return not _are_equal(answer, test.value)
    return _is_ordered(answer, test.operator, test.value)


def _are_equal(answer: Any, value: str) -> bool:
    left, right = _number(answer), _number(value)
    return left == right if left is not None and right is not None else answer == value


def _is_ordered(answer: Any, operator: str, value: str) -> bool:
    left, right = _comparable_value(answer), _comparable_value(value)
    if left is None or right is None or type(left) is not type(right):
        return False
    less, equal = left < right, left == right  # type: ignore[operator]  # of one type
    return {"<": less, "<=": less or equal, ">": not (less or equal), ">=": not less}[operator]


def _comparable_value(value: Any) -> Decimal | str | None:
    """Return a number, or a day as ISO text, which sorts by date; None for anything else.

    A month without its day, such as 2018-07, counts as its first.
    """
    number = _number(value)
    if number is not None:
        return number
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d(-\d\d)?", value):
        return value if len(value) == len("2018-07-07") else f"{value}-01"
    return None


def _number(value: Any) -> Decimal | None:
    if not isinstance(value, str):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
