"""“Tell us what happened”: no account, no cookie, no JavaScript needed, nothing kept by a GET."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from clayton_review.accounts import throttle
from clayton_review.accounts.access import public
from findings.stories.actions import sealed_notes
from findings.stories.actions.sealed_notes import STORY, TALK, Note
from findings.stories.forms import story_form as forms
from findings.stories.forms.story_form import CHECK, Filled
from findings.stories.models import Age, Part
from findings.stories.views import story_pages as pages
from surveys.answers import sealing
from surveys.answers.views.request_origin import came_from_here

# For everybody together: no address is looked at or kept. Stories and requests count alike.
PER_HOUR, PER_DAY = 60, 300
Show = Callable[..., HttpResponse]


@public
@csrf_exempt
@require_safe
def opening(request: HttpRequest) -> HttpResponse:
    """What this is and is not, who reads it, and the way in."""
    return pages.opening()


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def story(request: HttpRequest) -> HttpResponse:
    """The steps of the story; a POST turns a page or sends it."""
    if request.method != "POST":
        return pages.step(forms.fresh(forms.STORY_FIELDS))
    filled = forms.read(forms.STORY_FIELDS, request.POST)
    if filled.move == "stay":  # the other language was chosen
        return pages.step(filled.in_this_language())
    turned = _turned_to(filled)
    if turned is not None:
        return pages.step(filled.at(turned, errors=False))
    wrong = filled.first_page_with_error()
    if wrong is not None:
        return pages.step(filled.at(wrong), status=422)
    if filled.page < CHECK:
        return pages.step(filled.at(filled.page + 1, errors=False))
    return _sent(request, filled, STORY, pages.step, pages.story_thanks)


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest) -> HttpResponse:
    """A request for an interview, apart from any story."""
    if request.method != "POST":
        return pages.talk(forms.fresh(forms.TALK_FIELDS))
    filled = forms.read(forms.TALK_FIELDS, request.POST)
    if filled.move == "stay":
        return pages.talk(filled.in_this_language())
    if filled.errors:
        return pages.talk(filled, status=422)
    return _sent(request, filled, TALK, pages.talk, pages.talk_thanks)


def _turned_to(filled: Filled) -> int | None:
    """The page that was asked for without sending anything on; None for the way forward."""
    if filled.move == "back":
        return max(filled.page - 1, 0)
    return pages.number_of(filled.move.removeprefix("to-")) if "to-" in filled.move else None


def _sent(
    request: HttpRequest, filled: Filled, kind: str, show: Show, thanks: Show
) -> HttpResponse:
    if not came_from_here(request):
        return show(filled, problem=_elsewhere(), status=403)
    if filled.trapped:
        return show(filled, problem=_trapped(), status=422)
    if not filled.is_of_this_week:
        return show(filled.renewed(), problem=_old(), status=422)
    problem, status = _taken(Note(filled.submission_id, kind, _words(filled, kind)))
    return show(filled, problem=problem, status=status) if problem else thanks(filled)


def _taken(note: Note) -> tuple[str, int]:
    """Keep the note; what is wrong and its status when it cannot be."""
    try:
        if throttle.count_attempt(limits()):
            return _crowded(), 429
        sealed_notes.take(note=note)
    except throttle.Unavailable:
        return _crowded(), 503
    except sealing.TooLong:
        return _("What you wrote is too long in total. Shorten the longest parts."), 422
    return "", 200


def limits() -> list[throttle.Limit]:
    """How much is taken from everybody together."""
    return [
        throttle.Limit("notes-hour", "everybody", PER_HOUR, 3_600),
        throttle.Limit("notes-day", "everybody", PER_DAY, 86_400),
    ]


def _words(filled: Filled, kind: str) -> dict[str, str]:
    unsaid = {"part": Part.UNSAID.value, "age": Age.UNSAID.value} if kind == STORY else {}
    unsaid["language"] = pages.language_in_use()
    return {name: said or unsaid.get(name, "") for name, said in filled.words.items()}


def _elsewhere() -> str:
    return _(
        "This form was sent from another website, so nothing was recorded. Send it from this page."
    )


def _trapped() -> str:
    return _("A hidden field was filled in. Clear it below, then send again.")


def _old() -> str:
    return _(
        "You opened this form in an earlier week. If you sent it then, we have it, and you don’t "
        "need to do anything else. If not, send it now."
    )


def _crowded() -> str:
    return _(
        "We can’t take any more right now. Your words are still here. Try again in an hour, or "
        "copy them and call us."
    )
