"""Giving up the answers that stay locked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from clayton_review.accounts.access import allow, confirmed, person
from clayton_review.accounts.roles import Permission
from clayton_review.citable.giving_up import give_up_or_ask
from clayton_review.web.formatting import count_phrase
from surveys.answers.actions.given_up import give_up_answers
from surveys.answers.locked_words import key_words, left_locked_words
from surveys.survey.models import Survey

WITH_RESULTS = (
    "The other answers have been opened, and people have seen results without these. "
    "The page on how the survey was done says how many were lost, and the results can be published."
)
WITHOUT_RESULTS = (
    "So none have been opened, and no one has seen results. The survey’s page says how many were "
    "lost."
)
FINAL = "What is deleted cannot be brought back."
ASK_FIRST = f"Ask first whether a key was mislaid. {FINAL}"


@allow(Permission.RUN_SURVEYS)
@confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask why, then count the answers that stay locked as lost."""
    user = person(request)
    survey = get_object_or_404(Survey.objects.visible_to(user), slug=slug)
    return give_up_or_ask(
        request,
        "surveys/answers_give_up.html",
        lambda reason: give_up_answers(survey=survey, reason=reason, by=user),
        is_locked=survey.n_left_locked > 0,
        count_words=_answers,
        next_url=reverse("surveys:detail", args=[slug]),
        **_words(survey),
    )


def _answers(n: int) -> str:
    return count_phrase(n, "answer", "answers")


def _words(survey: Survey) -> dict[str, object]:
    has_sheets = survey.sheets.exists()
    what_follows = WITH_RESULTS if has_sheets else WITHOUT_RESULTS
    locked = left_locked_words(survey, has_sheets=has_sheets)
    key = key_words(survey, has_sheets=has_sheets)
    return {
        "survey": survey,
        "n_left": survey.n_left_locked,
        "answers": _answers(survey.n_left_locked),
        "text": " ".join(filter(None, (locked, what_follows, key))),
        "undo": ASK_FIRST if survey.n_unreadable else FINAL,
    }
