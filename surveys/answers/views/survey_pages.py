"""Turning a published survey and a form’s state into pages; blank pages are made once and kept."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _

from clayton_review.languages import ENGLISH, english_address, language_in_use, language_links
from clayton_review.web.navigation import front_address
from surveys.answers.codes import printed_code
from surveys.answers.forms import SurveyFormState, page_before
from surveys.answers.views.shown_questions import hidden_fields, show_question
from surveys.question_types import type_of
from surveys.questionnaire.questionnaire import Question
from surveys.survey.models import SurveyStatus
from surveys.survey.selectors import PublishedSurvey

# Put into kept pages instead of what differs; HTML escaping leaves them as they are.
_SUBMISSION, _CODE, _SHOWN = "@@submission@@", "@@code@@", "@@shown@@"


@dataclass(frozen=True)
class ReviewedQuestion:
    """A question with its answer in words, and the step on which it stands."""

    name: str
    text: str
    answers: list[str]
    step: int


def page(template: str, context: dict[str, Any], *, path: str, status: int = 200) -> HttpResponse:
    """Return a page that is made without the request, so nothing about the visitor gets into it."""
    return page_response(render_to_string(template, {**base_context(path), **context}), status)


def page_response(html: str, status: int = 200) -> HttpResponse:
    """Return a response that is never stored, so the next person at this screen finds nothing."""
    return HttpResponse(html, status=status, headers={"Cache-Control": "private, no-store"})


def base_context(path: str) -> dict[str, Any]:
    """Return the context of the base template; `path` is the page's address without language."""
    portal = {
        "is_demonstration": settings.DEMONSTRATION,
        "front_url": front_address(),
        "other_languages": language_links(
            lambda code: path if code == ENGLISH else f"/{code}{path}"
        ),
    }
    return {"portal": portal}


def survey_path(slug: str) -> str:
    """Return the address of the survey's first page without language."""
    return english_address("surveys:landing", slug)


def survey_html(template: str, published: PublishedSurvey, **context: Any) -> str:
    """Return a page about one survey, with its texts in the reader's language.

    From a form, a link to another language keeps what was typed; elsewhere it leads to the
    first page.
    """
    path = survey_path(published.slug)
    shared_context = base_context(f"{path}questions/" if "submission" in context else path)
    return render_to_string(template, {**shared_context, **_of_survey(published), **context})


def protection_page(published: PublishedSurvey) -> HttpResponse:
    """Return the page that says how this survey keeps answers apart from people."""
    path = english_address("surveys:protection_of", published.slug)
    language = published.questionnaire.language(language_in_use())
    context = {
        "title": published.questionnaire.texts["title"][language],
        "language": language,
        "slug": published.slug,
        "may_have_codes": published.has_codes,
    }
    return page("surveys/answers_protect.html", context, path=path)


def cached_page(published: PublishedSurvey, name: str, make: Callable[[], str]) -> str:
    """Return the page of this name in the language in use; it is made once and kept."""
    key = (name, language_in_use())
    if key not in published.rendered_pages:
        published.rendered_pages[key] = make()
    return published.rendered_pages[key]


def questions_page(
    published: PublishedSurvey,
    state: SurveyFormState,
    *,
    problem: str = "",
    asks_code: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Return the questions at the form's page, with everything typed."""
    if state.is_blank and not problem and status == 200:
        html = cached_page(published, "questions", lambda: _blank_page(published))
        code = escape(printed_code(state.code)) if state.code else ""
        html = html.replace(_SUBMISSION, str(state.submission_id)).replace(_CODE, code)
        return page_response(html.replace(_SHOWN, _shown(published, state)))
    html = _questions(published, state, problem=problem, asks_code=asks_code)
    return page_response(html, status)


def _blank_page(published: PublishedSurvey) -> str:
    return _questions(
        published, SurveyFormState(UUID(int=0), typed_code=_CODE), submission=_SUBMISSION
    )


def review_page(
    published: PublishedSurvey,
    state: SurveyFormState,
    *,
    problem: str = "",
    asks_code: bool = False,
    asks_empty: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Return the review: every answer in words, with a way back to each, before sending.

    `asks_empty` asks first whether a form without any answer is to be sent.
    """
    language = published.questionnaire.language(language_in_use())
    context = {
        "reviewed": [
            _reviewed_question(question, state, number, language)
            for number, step in enumerate(published.steps)
            for question in step.questions
            if question.name in state.answers
        ],
        "hidden": hidden_fields((), state),
        "has_errors": bool(problem or asks_empty),
        "problem": problem,
        "asks_code": asks_code,
        "asks_empty": asks_empty,
        "code": state.typed_code,
        "back": page_before(published.steps, state),
        **_progress(published, state),
    }
    return page_response(survey_html("surveys/survey_review.html", published, **context), status)


def _reviewed_question(
    question: Question, state: SurveyFormState, number: int, language: str
) -> ReviewedQuestion:
    answers = type_of(question.kind).answer_texts(question, state.answers[question.name], language)
    return ReviewedQuestion(question.name, question.text[language], answers, number)


def _questions(
    published: PublishedSurvey,
    state: SurveyFormState,
    *,
    submission: str = "",
    problem: str = "",
    asks_code: bool = False,
) -> str:
    step = published.steps[state.page]
    language = published.questionnaire.language(language_in_use())
    questions = [q for q in step.questions if state.is_blank or _is_shown(q, state)]
    context = {
        "page_title": step.title.get(language, ""),
        "questions": [show_question(question, state, language) for question in questions],
        "hidden": hidden_fields(questions, state),
        "code": state.typed_code,
        "asks_code": asks_code,
        "problem": problem,
        "has_errors": bool(problem or any(q.name in state.errors for q in questions)),
        **_progress(published, state),
    }
    if submission:
        context |= {"submission": submission, "shown": "" if published.has_codes else _SHOWN}
    return survey_html("surveys/survey_answer.html", published, **context)


def _is_shown(question: Question, state: SurveyFormState) -> bool:
    return question.name in state.answers or question.name in state.failed


def _progress(published: PublishedSurvey, state: SurveyFormState) -> dict[str, Any]:
    n_steps = len(published.steps)
    return {
        "submission": str(state.submission_id),
        "shown": _shown(published, state),
        "number": state.page,
        "is_over": published.status == SurveyStatus.CLOSED,
        "seen": " ".join(str(page) for page in sorted(state.seen | {state.page})),
        "ordinal": state.page + 1,
        "n_steps": n_steps + 1,  # the review is the last one
        "continue_label": _continue_label(state, n_steps),
    }


def _shown(published: PublishedSurvey, state: SurveyFormState) -> str:
    """Return the signed note of the pages shown, with this one; a form that lost it gets none."""
    if published.has_codes or state.shown is None:
        return ""
    return state.shown.with_page(state.page).signed(state.submission_id)


def _continue_label(state: SurveyFormState, n_steps: int) -> str:
    """Return the words of the button that leads on from a step."""
    if n_steps in state.seen:
        return _("Save and check my answers")
    return _("Check my answers") if state.page == n_steps - 1 else _("Continue")


def _of_survey(published: PublishedSurvey) -> dict[str, Any]:
    language = published.questionnaire.language(language_in_use())
    texts = {
        name: wordings.get(language, "") for name, wordings in published.questionnaire.texts.items()
    }
    return {
        "survey": texts,
        "language": language,
        "slug": published.slug,
        "has_codes": published.has_codes,
        "opens_on": published.opens_on,
        "closes_on": published.closes_on,
        "gap": published.gap,
    }
