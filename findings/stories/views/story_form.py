"""Views of “Tell us what happened”: no account, no cookie, no JavaScript; a GET stores nothing."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from clayton_review.accounts.access import public
from clayton_review.languages import english_address, language_in_use
from clayton_review.web.busy_networks import rest_of_wait, wait_before
from clayton_review.web.logs import ABOUT_RESIDENT
from findings.stories.actions import sealed_notes
from findings.stories.actions.sealed_notes import STORY, TALK, NoteContent
from findings.stories.forms import story_form as forms
from findings.stories.forms.story_fields import REVIEW_PAGE, STORY_FIELDS, TALK_FIELDS
from findings.stories.forms.story_form import FormState
from findings.stories.models import AgeGroup, ResidentInvolvement
from findings.stories.views import story_pages as pages
from surveys.answers import sealing
from surveys.answers.disk_space import has_space
from surveys.answers.resident_form import foreign_form_message, no_key_message
from surveys.answers.views.request_origin import came_from_here, names_language
from surveys.answers.views.wait_page import wait_page

ShowPage = Callable[..., HttpResponse]
logger = logging.getLogger(__name__)


@public
@csrf_exempt
@require_safe
def opening(request: HttpRequest) -> HttpResponse:
    """Show the page that explains the form."""
    return pages.opening_page()


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def story(request: HttpRequest) -> HttpResponse:
    """Show the steps of the story form; a POST turns a page or sends the story."""
    if request.method != "POST":
        return pages.step_page(forms.new_form(STORY_FIELDS))
    state = forms.read_form(STORY_FIELDS, request.POST)
    if state.move == "stay":  # the other language was chosen
        return _rest_of_wait(request, state, STORY) or pages.step_page(state.with_page_language())
    requested_page = _requested_page(state)
    if requested_page is not None:
        return pages.step_page(state.on_page(requested_page, errors=False))
    page_with_error = state.first_page_with_error()
    if page_with_error is not None:
        return pages.step_page(state.on_page(page_with_error), status=422)
    if state.page < REVIEW_PAGE:
        return pages.step_page(state.on_page(state.page + 1, errors=False))
    return _submit(request, state, STORY, pages.step_page, pages.story_thanks)


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest) -> HttpResponse:
    """Show and take a request for an interview, apart from any story."""
    if request.method != "POST":
        return pages.talk_page(forms.new_form(TALK_FIELDS))
    state = forms.read_form(TALK_FIELDS, request.POST)
    if state.move == "stay":
        return _rest_of_wait(request, state, TALK) or pages.talk_page(state.with_page_language())
    if state.errors:
        return pages.talk_page(state, status=422)
    return _submit(request, state, TALK, pages.talk_page, pages.talk_thanks)


def _requested_page(state: FormState) -> int | None:
    """Return the page asked for without sending anything, or None."""
    if state.move == "back":
        return max(state.page - 1, 0)
    return pages.page_number(state.move.removeprefix("to-")) if "to-" in state.move else None


def _submit(
    request: HttpRequest, state: FormState, kind: str, show: ShowPage, thanks: ShowPage
) -> HttpResponse:
    if not came_from_here(request):
        return show(state, problem=foreign_form_message(), status=403)
    if state.honeypot_text:
        return show(state, problem=_honeypot_message(), status=422)
    if not state.is_of_this_week:
        return show(state.with_new_submission(), problem=_old_form_message(), status=422)
    note = NoteContent(state.submission_id, kind, _texts_to_send(state, kind))
    is_suspect = not names_language(request)
    wait = wait_before(request, "notes", note.box_id, is_suspect=is_suspect, has_space=has_space)
    if wait is not None:
        return wait_page(request, wait, path=english_address(f"stories:{kind}"))
    problem, status = _store(note)
    return show(state, problem=problem, status=status) if problem else thanks(state)


def _rest_of_wait(request: HttpRequest, state: FormState, kind: str) -> HttpResponse | None:
    """Return the page that asks to wait, in another language; None for a form that is not asked."""
    note = NoteContent(state.submission_id, kind, _texts_to_send(state, kind))
    wait = rest_of_wait(request, note.box_id)
    return wait_page(request, wait, path=english_address(f"stories:{kind}")) if wait else None


def _store(note: NoteContent) -> tuple[str, int]:
    """Store the note; return the error and its status, or an empty error."""
    try:
        sealed_notes.store_note(note=note)
    except sealing.KeyUnusable:
        logger.exception("A note could not be sealed, so it was not taken.", extra=ABOUT_RESIDENT)
        return no_key_message(), 503
    except sealing.AnswersTooLong:
        return _("What you wrote is too long in total. Shorten the longest parts."), 422
    return "", 200


def _texts_to_send(state: FormState, kind: str) -> dict[str, str]:
    defaults = (
        {"part": ResidentInvolvement.UNSAID.value, "age": AgeGroup.UNSAID.value}
        if kind == STORY
        else {}
    )
    defaults["language"] = language_in_use()
    return {name: text or defaults.get(name, "") for name, text in state.texts.items()}


def _honeypot_message() -> str:
    return _("A hidden field was filled in. Clear it below, then send again.")


def _old_form_message() -> str:
    return _(
        "You opened this form in an earlier week. If you sent it then, we have it, and you don’t "
        "need to do anything else. If not, send it now."
    )
