"""Reading a condition such as `stopped = yes and age >= 18`, and checking it against questions.

condition = part { "or" part }        part = piece { "and" piece }
piece     = "not" piece | "(" condition ")" | test
test      = name[.row] ( = | != | < | <= | > | >= | has ) value | name[.row] answered
"""

import re
from collections.abc import Mapping

from surveys.question_types import type_of
from surveys.question_types.notation_rules import EQUALS, ORDERS
from surveys.questionnaire.questionnaire import Question
from surveys.questionnaire.relevance import AllOf, AnswerCondition, AnyOf, Condition, Negation

LONGEST = 400
DEEPEST = 12
OPERATORS = EQUALS | ORDERS | {"has", "answered"}
_TOKEN = re.compile(r"\(|\)|[!<>]=|[=<>]|[^\s()=<>!]+|!")
_WORDS = frozenset({"and", "or", "not", "(", ")"})


class UnfitCondition(Exception):
    """The condition cannot be read, or does not fit its questions; the message says why."""


def parse(text: str, known: Mapping[str, Question]) -> Condition:
    """Parse a condition about the known earlier questions. Raise `UnfitCondition`."""
    if len(text) > LONGEST:
        raise UnfitCondition(f"Keep a condition under {LONGEST} characters.")
    reader = _Reader(_TOKEN.findall(text), known)
    condition = reader.condition()
    if reader.rest:
        raise UnfitCondition(
            f"“{reader.rest[0]}” is not expected here. Join conditions with “and” or “or”."
        )
    return condition


class _Reader:
    """Reads tokens from the left, one rule of the grammar for each method."""

    def __init__(self, tokens: list[str], known: Mapping[str, Question]) -> None:
        self.rest = tokens
        self.known = known
        self.depth = 0

    def take(self, missing: str) -> str:
        if not self.rest:
            raise UnfitCondition(missing)
        return self.rest.pop(0)

    def condition(self) -> Condition:
        parts = [self.part()]
        while self.rest and self.rest[0] == "or":
            self.rest.pop(0)
            parts.append(self.part())
        return AnyOf(tuple(parts)) if len(parts) > 1 else parts[0]

    def part(self) -> Condition:
        parts = [self.piece()]
        while self.rest and self.rest[0] == "and":
            self.rest.pop(0)
            parts.append(self.piece())
        return AllOf(tuple(parts)) if len(parts) > 1 else parts[0]

    def piece(self) -> Condition:
        self.depth += 1
        if self.depth > DEEPEST:
            raise UnfitCondition(f"Nest at most {DEEPEST} parentheses or “not” inside each other.")
        word = self.take("The condition is not complete. Add a test such as “stopped = yes”.")
        if word == "not":
            condition: Condition = Negation(self.piece())
        elif word == "(":
            condition = self.condition()
            if self.take("A closing parenthesis is missing.") != ")":
                raise UnfitCondition("A closing parenthesis is missing.")
        else:
            condition = self.test(word)
        self.depth -= 1
        return condition

    def test(self, word: str) -> Condition:
        name, _, row = word.partition(".")
        question = self.known.get(name)
        if question is None:
            raise UnfitCondition(
                f"No question before this one is called “{name}”. A condition can use only "
                "earlier questions."
            )
        operators = _fitting_operators(question, row)
        operator = self.take(f"Say what to test of “{word}”, such as “{word} answered”.")
        if operator == "answered":
            return AnswerCondition(name, operator, row=row)
        if operator not in operators:
            raise UnfitCondition(_no_fit(word, question, operator, operators))
        value = self.take(f"A value is missing after “{operator}”.")
        if value in _WORDS or value in OPERATORS:
            raise UnfitCondition(f"A value is missing after “{operator}”.")
        return AnswerCondition(
            name, operator, _fitting_value(question, operator, value, is_row=bool(row)), row=row
        )


def _fitting_operators(question: Question, row: str) -> frozenset[str]:
    """Return the operators that fit the whole answer, or that of a row. Raise `UnfitCondition`."""
    if not row:
        return type_of(question.kind).rules.operators
    if row not in {choice.value for choice in question.rows}:
        raise UnfitCondition(f"“{question.name}” has no row “{row}”.")
    is_scale = all(choice.value.isdigit() for choice in question.offered)
    return EQUALS | ORDERS if is_scale else EQUALS


def _no_fit(word: str, question: Question, operator: str, fitting: frozenset[str]) -> str:
    if operator not in OPERATORS:
        return f"“{operator}” is not a comparison. Use =, !=, <, <=, >, >=, has or answered."
    kind = type_of(question.kind).label.lower()
    known = [*sorted(fitting), "answered"]
    more = " Name a row, such as “question.row = 4”." if question.rows and not fitting else ""
    return f"“{operator}” does not fit “{word}” ({kind}): use {', '.join(known)}.{more}"


def _fitting_value(question: Question, operator: str, text: str, *, is_row: bool) -> str:
    """Return the value as sheets store it. Raise `UnfitCondition` if no answer could equal it."""
    notation = None if is_row else type_of(question.kind).rules.value
    if notation and (value := notation.read(text)) is not None:
        return value
    offered = question.offered if operator in ORDERS else question.choices
    if text in {choice.value for choice in offered}:
        return text
    if notation:
        raise UnfitCondition(f"“{text}” {notation.refusal.format(question=question.name)}")
    known = ", ".join(choice.value for choice in offered)
    raise UnfitCondition(f"“{question.name}” has no answer “{text}”. Its answers are {known}.")


def condition_text(condition: Condition) -> str:
    """Return the condition in the notation, with brackets around joined parts."""
    match condition:
        case AllOf(parts):
            return " and ".join(_text_in_brackets(part) for part in parts)
        case AnyOf(parts):
            return " or ".join(_text_in_brackets(part) for part in parts)
        case Negation(part):
            return f"not {_text_in_brackets(part)}"
    name = f"{condition.question}.{condition.row}" if condition.row else condition.question
    return f"{name} {condition.operator} {condition.value}".strip()


def _text_in_brackets(part: Condition) -> str:
    return f"({condition_text(part)})" if isinstance(part, AllOf | AnyOf) else condition_text(part)
