"""Turning a published survey and a visit into pages; blank pages are made once and kept."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override

from clayton_review.web.navigation import front_address
from surveys.codes import grouped
from surveys.documents import Choice, Question
from surveys.forms.answering import PREFIX, Visit
from surveys.question_types import type_of
from surveys.selectors import Published

# Put into kept pages instead of what differs; HTML escaping leaves them as they are.
_SUBMISSION, _CODE = "@@submission@@", "@@code@@"


@dataclass(frozen=True)
class ShownChoice:
    """One row to press."""

    value: str
    label: str
    is_apart: bool  # the first of those set apart
    is_checked: bool


@dataclass(frozen=True)
class ShownQuestion:
    """One question in the reader's language, with what was typed and what is wrong."""

    name: str
    template: str
    text: str
    hint: str
    error: str
    typed: str
    choices: list[ShownChoice]

    @property
    def described_by(self) -> str:
        """The ids of hint and error."""
        parts = [f"{self.name}-hint"] * bool(self.hint) + [f"{self.name}-error"] * bool(self.error)
        return " ".join(parts)


def language_in_use() -> str:
    """The two letters of the page's language."""
    return (get_language() or "en")[:2]


def page(template: str, context: dict[str, Any], *, path: str, status: int = 200) -> HttpResponse:
    """A page without any request behind it: nothing about the visitor can get into it."""
    return answer(render_to_string(template, {**surroundings(path), **context}), status)


def answer(html: str, status: int = 200) -> HttpResponse:
    """The response; never stored, so that the next person at this screen finds nothing."""
    return HttpResponse(html, status=status, headers={"Cache-Control": "private, no-store"})


def surroundings(path: str) -> dict[str, Any]:
    """What the base template asks for; `path` is the address of the page without language."""
    other, name = ("en", "English") if language_in_use() == "es" else ("es", "Español")
    address = path if other == "en" else f"/{other}{path}"
    portal = {
        "is_demonstration": settings.DEMONSTRATION,
        "front_url": front_address(),
        "other_language": (other, name, address),
    }
    return {"portal": portal}


def survey_path(slug: str) -> str:
    """The address of the survey's first page without language."""
    with override(settings.LANGUAGE_CODE):
        return reverse("surveys:landing", args=[slug])


def survey_html(template: str, published: Published, **context: Any) -> str:
    """A page about one survey, with its texts in the reader's language."""
    around = surroundings(survey_path(published.slug))
    return render_to_string(template, {**around, **_of_survey(published), **context})


def kept(published: Published, name: str, make: Callable[[], str]) -> str:
    """The page of this name in the language in use, made at its first showing."""
    key = (name, language_in_use())
    if key not in published.made:
        published.made[key] = make()
    return published.made[key]


def questions_page(
    published: Published,
    visit: Visit,
    *,
    problem: str = "",
    asks_code: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The questions at the visit's page, with everything typed."""
    if visit.is_blank and not problem and status == 200:
        html = kept(published, "questions", lambda: _blank(published))
        code = grouped(visit.code) if visit.code else ""
        return answer(html.replace(_SUBMISSION, str(visit.submission_id)).replace(_CODE, code))
    html = _questions(published, visit, problem=problem, asks_code=asks_code)
    return answer(html, status)


def _blank(published: Published) -> str:
    return _questions(published, Visit(UUID(int=0), typed_code=_CODE), submission=_SUBMISSION)


def _questions(
    published: Published,
    visit: Visit,
    *,
    submission: str = "",
    problem: str = "",
    asks_code: bool = False,
) -> str:
    document = published.document
    shown = document.pages[visit.page]
    language = document.language(language_in_use())
    here = {question.name for question in shown.questions}
    context = {
        "page_title": shown.title.get(language, ""),
        "questions": [shown_question(question, visit, language) for question in shown.questions],
        "hidden": [
            (PREFIX + name, value)
            for name, values in visit.typed.items()
            if name not in here
            for value in values
        ],
        "submission": submission or str(visit.submission_id),
        "code": visit.typed_code,
        "asks_code": asks_code,
        "problem": problem,
        "has_errors": bool(problem or here & visit.errors.keys()),
        "number": visit.page,
        "ordinal": visit.page + 1,
        "n_pages": len(document.pages),
        "is_last": visit.page == len(document.pages) - 1,
    }
    return survey_html("surveys/survey_answer.html", published, **context)


def _of_survey(published: Published) -> dict[str, Any]:
    language = published.document.language(language_in_use())
    texts = {name: said.get(language, "") for name, said in published.document.texts.items()}
    return {
        "survey": texts,
        "language": language,
        "slug": published.slug,
        "has_codes": published.has_codes,
        "closes_on": published.closes_on,
    }


def shown_question(question: Question, visit: Visit, language: str) -> ShownQuestion:
    """The question in this language with what the visit has of it."""
    typed = visit.typed.get(question.name, [])
    return ShownQuestion(
        name=question.name,
        template=type_of(question.kind).template,
        text=question.text[language],
        hint=question.hint.get(language, ""),
        error=visit.errors.get(question.name, ""),
        typed="\n".join(typed),
        choices=_rows(question.choices, typed, language),
    )


def _rows(choices: tuple[Choice, ...], typed: list[str], language: str) -> list[ShownChoice]:
    rows: list[ShownChoice] = []
    is_apart = False
    for choice in choices:
        starts_apart = choice.is_apart and not is_apart
        is_apart = choice.is_apart
        rows.append(
            ShownChoice(
                choice.value, choice.label[language], starts_apart, is_checked=choice.value in typed
            )
        )
    return rows
