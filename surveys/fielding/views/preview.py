"""A questionnaire as residents will see it, for those who write it."""

from dataclasses import dataclass
from uuid import UUID

from clayton_review.languages import ENGLISH_NAMES
from surveys.answers.forms import SurveyFormState
from surveys.answers.views.shown_questions import ShownQuestion, show_question
from surveys.notation.problems import Problem, UnreadableNotation
from surveys.notation.questionnaire_notation import parse
from surveys.questionnaire.condition_words import condition_words
from surveys.questionnaire.questionnaire import Questionnaire
from surveys.questionnaire.steps import steps_of


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
            condition_words(step.relevant, questionnaire),
            [
                (
                    show_question(question, nothing, language),
                    condition_words(question.relevant, questionnaire),
                )
                for question in step.questions
            ],
        )
        for step in steps_of(questionnaire)
    ]
    return Preview(language, questionnaire.languages, pages, [])
