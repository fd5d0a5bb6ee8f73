"""A questionnaire as residents will see it, for those who write it."""

from dataclasses import dataclass
from uuid import UUID

from surveys.conditions import written
from surveys.documents import LANGUAGES, Document
from surveys.forms.answering import Visit
from surveys.notation import Problem, Unreadable, parse
from surveys.relevance import Condition
from surveys.steps import steps_of
from surveys.views.questions import ShownQuestion, shown_question


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


def of_notation(text: str, language: str) -> Preview:
    """The preview of a draft; an empty one has neither pages nor problems."""
    if not text.strip():
        return Preview("en", ("en",), [], [])
    try:
        return of_document(parse(text), language)
    except Unreadable as unreadable:
        return Preview("en", ("en",), [], unreadable.problems)


def of_document(document: Document, language: str) -> Preview:
    """The pages of a questionnaire, nothing answered."""
    spoken = document.language(language if language in LANGUAGES else "en")
    nothing = Visit(UUID(int=0))
    pages = [
        PreviewPage(
            step.title.get(spoken, ""),
            _written(step.relevant),
            [
                (shown_question(question, nothing, spoken), _written(question.relevant))
                for question in step.questions
            ],
        )
        for step in steps_of(document)
    ]
    return Preview(spoken, document.languages, pages, [])


def _written(condition: Condition | None) -> str:
    return written(condition) if condition else ""
