"""Conditions in the questions' and answers' own English words."""

from surveys.questionnaire.questionnaire import Question, Questionnaire
from surveys.questionnaire.relevance import AllOf, AnswerCondition, AnyOf, Condition, Negation

_OPERATORS = {
    "=": "is answered",
    "!=": "is not answered",
    "<": "is less than",
    "<=": "is at most",
    ">": "is more than",
    ">=": "is at least",
    "has": "includes",
    "answered": "has an answer",
}
_OPPOSITES = {
    "=": "is not answered",
    "!=": "is answered",
    "<": "is not less than",
    "<=": "is not at most",
    ">": "is not more than",
    ">=": "is not at least",
    "has": "does not include",
    "answered": "has no answer",
}


def condition_words(condition: Condition | None, questionnaire: Questionnaire) -> str:
    """Return the condition in the questions' and answers' own English words."""
    match condition:
        case None:
            return ""
        case AllOf(parts):
            return " and ".join(_words_in_brackets(part, questionnaire) for part in parts)
        case AnyOf(parts):
            return " or ".join(_words_in_brackets(part, questionnaire) for part in parts)
        case Negation(part):
            return _negated(part, questionnaire)
    return _comparison(condition, questionnaire, _OPERATORS)


def _negated(part: Condition, questionnaire: Questionnaire) -> str:
    match part:
        case AllOf() | AnyOf():
            return f"it is not true that {_words_in_brackets(part, questionnaire)}"
        case Negation(inner):
            return condition_words(inner, questionnaire)
    return _comparison(part, questionnaire, _OPPOSITES)


def _comparison(
    condition: AnswerCondition, questionnaire: Questionnaire, operators: dict[str, str]
) -> str:
    question = questionnaire.question(condition.question)
    row = next((row.label["en"] for row in question.rows if row.value == condition.row), "")
    name = f"“{question.text['en']}”{f', “{row}”,' if row else ''}"
    return f"{name} {operators[condition.operator]} {_answer(question, condition.value)}".strip()


def _words_in_brackets(part: Condition, questionnaire: Questionnaire) -> str:
    words = condition_words(part, questionnaire)
    return f"({words})" if isinstance(part, AllOf | AnyOf) else words


def _answer(question: Question, value: str) -> str:
    labels = {choice.value: choice.label["en"] for choice in question.choices}
    return f"“{labels[value]}”" if value in labels else value
