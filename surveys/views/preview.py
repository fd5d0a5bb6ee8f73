"""A questionnaire as residents will see it, for those who write it."""

from dataclasses import dataclass
from uuid import UUID

from surveys.documents import LANGUAGES, Document
from surveys.forms.answering import Visit
from surveys.notation import Problem, Unreadable, parse
from surveys.views.showing import ShownQuestion, shown_question


@dataclass(frozen=True)
class PreviewPage:
    """One page of questions in one language."""

    title: str
    questions: list[ShownQuestion]


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
            page.title.get(spoken, ""),
            [shown_question(question, nothing, spoken) for question in page.questions],
        )
        for page in document.pages
    ]
    return Preview(spoken, document.languages, pages, [])
