"""A questionnaire as residents will see it, for those who write it."""

from dataclasses import dataclass
from uuid import UUID

from clayton_review.languages import ENGLISH_NAMES
from surveys.answers.forms import SurveyFormState
from surveys.answers.views.shown_questions import ShownQuestion, show_question
from surveys.notation.problems import Problem, UnreadableNotation
from surveys.notation.questionnaire_notation import parse
from surveys.questionnaire.questionnaire import Question, Questionnaire
from surveys.questionnaire.relevance import AllOf, AnswerCondition, AnyOf, Condition, Negation
from surveys.questionnaire.steps import steps_of

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


@dataclass(frozen=True)
class PreviewPage:
    """One step in one language."""

    title: str
    condition: str
    questions: list[tuple[ShownQuestion, str]]  # with its condition


@dataclass(frozen=True)
class Preview:
    """The pages in one language, or what keeps the notation from being read."""

    language: str
    languages: tuple[str, ...]
    pages: list[PreviewPage]
    problems: list[Problem]

    @property
    def other_languages(self) -> list[tuple[str, str]]:
        """Return codes and English names of the languages that are not shown."""
        others = [code for code in self.languages if code != self.language]
        return [(code, ENGLISH_NAMES.get(code, code)) for code in others]


def preview_of_notation(text: str, language: str) -> Preview:
    """Return the preview of a draft; an empty one has neither pages nor problems."""
    if not text.strip():
        return Preview("en", ("en",), [], [])
    try:
        return preview_of_questionnaire(parse(text), language)
    except UnreadableNotation as unreadable:
        return Preview("en", ("en",), [], unreadable.problems)


def preview_of_questionnaire(questionnaire: Questionnaire, language: str) -> Preview:
    """Return the preview of a questionnaire with nothing answered."""
    language = questionnaire.language(language)
    nothing = SurveyFormState(UUID(int=0))
    pages = [
        PreviewPage(
            step.title.get(language, ""),
            _in_words(step.relevant, questionnaire),
            [
                (
                    show_question(question, nothing, language),
                    _in_words(question.relevant, questionnaire),
                )
                for question in step.questions
            ],
        )
        for step in steps_of(questionnaire)
    ]
    return Preview(language, questionnaire.languages, pages, [])


def _in_words(condition: Condition | None, questionnaire: Questionnaire) -> str:
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
            return _in_words(inner, questionnaire)
    return _comparison(part, questionnaire, _OPPOSITES)


def _comparison(
    condition: AnswerCondition, questionnaire: Questionnaire, operators: dict[str, str]
) -> str:
    question = questionnaire.question(condition.question)
    row = next((row.label["en"] for row in question.rows if row.value == condition.row), "")
    name = f"“{question.text['en']}”{f', “{row}”,' if row else ''}"
    return f"{name} {operators[condition.operator]} {_answer(question, condition.value)}".strip()


def _words_in_brackets(part: Condition, questionnaire: Questionnaire) -> str:
    words = _in_words(part, questionnaire)
    return f"({words})" if isinstance(part, AllOf | AnyOf) else words


def _answer(question: Question, value: str) -> str:
    labels = {choice.value: choice.label["en"] for choice in question.choices}
    return f"“{labels[value]}”" if value in labels else value
