"""Residents' pages: no account, no cookie, no JavaScript needed, nothing recorded by a GET."""

import logging
from dataclasses import replace
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from clayton_review.accounts.access import public
from clayton_review.languages import english_address, language_in_use
from clayton_review.web.busy_networks import Wait, first_sent_at, rest_of_wait, wait_before
from clayton_review.web.formatting import day
from clayton_review.web.logs import ABOUT_RESIDENT
from surveys.answers.actions.submission import Submission, submit
from surveys.answers.box_size import box_bytes
from surveys.answers.codes import code_mark, is_well_formed
from surveys.answers.disk_space import has_space
from surveys.answers.forms import (
    SurveyFormState,
    first_page_with_error,
    new_form,
    page_after,
    page_before,
    page_named,
    read_form,
)
from surveys.answers.models import AnswerSheet, SealedBox
from surveys.answers.policies import SubmissionProblem, SubmissionRefused
from surveys.answers.program_signs import Sending, looks_made_by_program
from surveys.answers.resident_form import foreign_form_message, no_key_message
from surveys.answers.sealing import KeyUnusable
from surveys.answers.selectors import why_code_unusable
from surveys.answers.views import survey_pages
from surveys.answers.views.request_origin import came_from_here, names_language
from surveys.answers.views.wait_page import wait_page
from surveys.survey import selectors
from surveys.survey.models import SurveyStatus
from surveys.survey.selectors import PublishedSurvey

logger = logging.getLogger(__name__)


@public
@csrf_exempt
@require_safe
def landing(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the survey's first page: its purpose, its length, its readers, and the way in."""
    published = selectors.published_survey(slug)
    if published is None:
        return _survey_not_found(slug)
    if published.status != SurveyStatus.OPEN:
        return _not_open(published)
    return _entrance(published)


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the questions; a POST enters the code, turns a page or sends the answers."""
    published = selectors.published_survey(slug)
    if published is None:
        return _survey_not_found(slug)
    is_draft = published.status == SurveyStatus.DRAFT
    if request.method == "POST" and "page" in request.POST and not is_draft:
        return _take_answers(request, published)
    if published.status != SurveyStatus.OPEN:
        return _not_open(published)
    if request.method == "POST":
        return _enter_survey(request, published)
    if published.has_codes:
        return redirect("surveys:landing", slug)
    return survey_pages.questions_page(published, new_form())


@public
@csrf_exempt
@require_safe
def protection(request: HttpRequest) -> HttpResponse:
    """Show how answers are kept apart from people, and what is not, in any survey."""
    return survey_pages.page(
        "surveys/answers_protect.html",
        {"may_have_codes": True},
        path=english_address("surveys:protection"),
    )


@public
@csrf_exempt
@require_safe
def protection_of(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how one survey protects answers; codes are mentioned only if it has some."""
    published = selectors.published_survey(slug)
    return survey_pages.protection_page(published) if published else _survey_not_found(slug)


def _enter_survey(request: HttpRequest, published: PublishedSurvey) -> HttpResponse:
    state = new_form(request.POST.get("code", ""))
    if not came_from_here(request):
        return _entrance(published, state.typed_code, foreign_form_message(), status=403)
    if published.has_codes and (problem := _wrong_code(published, state.code)):
        return _entrance(published, state.typed_code, problem, status=422)
    return survey_pages.questions_page(published, state)


def _take_answers(request: HttpRequest, published: PublishedSurvey) -> HttpResponse:
    steps = published.steps
    state = read_form(steps, request.POST)
    if not came_from_here(request):
        return _page(published, state, problem=foreign_form_message(), status=403)
    if state.move == "stay":
        return _in_other_language(request, published, state)
    if state.move == "back":
        return _page(published, state.at(page_before(steps, state)))
    if (chosen := page_named(steps, state)) is not None:
        return _page(published, state.at(chosen))
    return _go_on(request, published, state)


def _in_other_language(
    request: HttpRequest, published: PublishedSurvey, state: SurveyFormState
) -> HttpResponse:
    wait = rest_of_wait(request, _waiting_form(published, state))
    return _wait_page(request, published, wait) if wait else _page(published, state.at(state.page))


def _go_on(
    request: HttpRequest, published: PublishedSurvey, state: SurveyFormState
) -> HttpResponse:
    steps = published.steps
    wrong = first_page_with_error(steps, state, up_to=state.page)
    if wrong is not None:
        return _page(published, state.at(wrong, with_errors=True), status=422)
    following = page_after(steps, state)
    if following == len(steps) and state.move in {"send", "send-empty"}:
        return _send(request, published, state)
    return _page(published, state.at(following))


def _send(request: HttpRequest, published: PublishedSurvey, state: SurveyFormState) -> HttpResponse:
    if published.status == SurveyStatus.CLOSED:
        return _page(published, state, status=422)
    if state.move == "send" and state.is_all_skipped:
        return survey_pages.review_page(published, state, asks_empty=True, status=422)
    if not published.has_codes:  # whoever has a code is never slowed
        sending = _sending(request, published, state)
        is_suspect = looks_made_by_program(published.steps, state, sending)
        wait = wait_before(
            request,
            "answers",
            _waiting_form(published, state),
            is_suspect=is_suspect,
            has_space=has_space,
        )
        if wait is not None:
            return _wait_page(request, published, wait)
    return _submit_answers(request, published, state)


def _wait_page(request: HttpRequest, published: PublishedSurvey, wait: Wait) -> HttpResponse:
    return wait_page(request, wait, path=english_address("surveys:questions", published.slug))


def _page(
    published: PublishedSurvey,
    state: SurveyFormState,
    *,
    problem: str = "",
    asks_code: bool = False,
    status: int = 200,
) -> HttpResponse:
    is_review = state.page == len(published.steps)
    if published.status == SurveyStatus.CLOSED:  # meanwhile: nobody types on for nothing
        problem = str(SubmissionProblem.CLOSED.label)
    show = survey_pages.review_page if is_review else survey_pages.questions_page
    return show(published, state, problem=problem, asks_code=asks_code, status=status)


def _submit_answers(
    request: HttpRequest, published: PublishedSurvey, state: SurveyFormState
) -> HttpResponse:
    if published.has_codes and not is_well_formed(state.code):
        problem = str(SubmissionProblem.MALFORMED_CODE.label)
        return _page(published, state, problem=problem, asks_code=True, status=422)
    try:
        submit(submission=_submission(request, published, state))
    except KeyUnusable:
        logger.exception("Answers could not be sealed, so none were taken.", extra=ABOUT_RESIDENT)
        return _page(published, state, problem=no_key_message(), status=503)
    except SubmissionRefused as refusal:
        asks_code = refusal.problem.is_about_code
        if refusal.problem == SubmissionProblem.CLOSED:
            published = replace(published, status=SurveyStatus.CLOSED)
        words = _in_words(published, refusal.problem)
        return _page(published, state, problem=words, asks_code=asks_code, status=422)
    return survey_pages.page_response(
        survey_pages.cached_page(published, "thanks", lambda: _thanks(published))
    )


def _submission(
    request: HttpRequest, published: PublishedSurvey, state: SurveyFormState
) -> Submission:
    return Submission(
        survey_id=published.survey_id,
        version_id=published.version_id,
        submission_id=state.submission_id,
        answers=state.answers,
        box_bytes=published.box_bytes or box_bytes(published.questionnaire),
        code=state.code if published.has_codes else "",
        is_by_program=not published.has_codes
        and looks_made_by_program(published.steps, state, _sending(request, published, state)),
    )


def _waiting_form(published: PublishedSurvey, state: SurveyFormState) -> UUID:
    """Return the id under which a form waits: one ticket lets a form into one survey."""
    return uuid5(published.survey_id, str(state.submission_id))


def _sending(request: HttpRequest, published: PublishedSurvey, state: SurveyFormState) -> Sending:
    first_at = first_sent_at(request, _waiting_form(published, state))
    return Sending(first_at, names_language=names_language(request))


def _wrong_code(published: PublishedSurvey, code: str) -> str:
    if not code:
        return _("Enter the code from your letter.")
    if not is_well_formed(code):
        return str(SubmissionProblem.MALFORMED_CODE.label)
    problem = why_code_unusable(published.survey_id, code_mark(published.survey_id, code))
    return _in_words(published, problem) if problem else ""


def _in_words(published: PublishedSurvey, problem: SubmissionProblem) -> str:
    """Return the sentence on a problem; a used code may be one whose answers were lost."""
    if problem != SubmissionProblem.SPENT_CODE or published.gap is None:
        return str(problem.label)
    return _(
        "This code has already been used. If you sent your answers from %(first)s to %(last)s, we "
        "may not have them. Call us."
    ) % {"first": day(published.gap.first), "last": day(published.gap.last)}


def _entrance(
    published: PublishedSurvey, typed_code: str = "", problem: str = "", *, status: int = 200
) -> HttpResponse:
    def entrance_html() -> str:
        return survey_pages.survey_html(
            "surveys/survey_enter.html", published, typed_code=typed_code, problem=problem
        )

    return survey_pages.page_response(
        entrance_html() if problem else survey_pages.cached_page(published, "enter", entrance_html),
        status,
    )


def _thanks(published: PublishedSurvey) -> str:
    return survey_pages.survey_html("surveys/survey_thanks.html", published)


def _not_open(published: PublishedSurvey) -> HttpResponse:
    is_over = published.status == SurveyStatus.CLOSED
    return survey_pages.page_response(
        survey_pages.survey_html(
            "surveys/survey_not_open.html",
            published,
            is_over=is_over,
            closed_on=published.closed_on,
            results_url=_results_address(published.slug) if published.has_issued_results else "",
            open_surveys=selectors.offered_surveys(language_in_use()) if is_over else [],
            is_never_opened=published.is_never_opened,
            all_given_up=published.all_given_up,
            may_have_results=_may_have_results(published),
            reports_url=reverse("dashboard:reports"),
        )
    )


def _may_have_results(published: PublishedSurvey) -> bool:
    """True if answers can still come, wait to be opened, or were opened."""
    if published.status != SurveyStatus.CLOSED:
        return True
    boxes = SealedBox.objects.filter(survey=published.survey_id)
    sheets = AnswerSheet.objects.filter(survey=published.survey_id)
    return boxes.exists() or sheets.exists()


def _results_address(slug: str) -> str:
    return reverse("dashboard:survey_results", args=[slug])


def _survey_not_found(slug: str) -> HttpResponse:
    path = survey_pages.survey_path(slug)
    return survey_pages.page("surveys/survey_not_found.html", {}, path=path, status=404)
