"""Giving up the answers that no key opens."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from clayton_review.accounts.access import allow, confirmed, person
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import attempt, posted
from clayton_review.web.formatting import count_phrase
from clayton_review.web.pages import form_page, saved
from surveys.answers.actions.losses import give_up_answers
from surveys.answers.selectors import n_left_locked
from surveys.fielding.forms.survey import GiveUpForm
from surveys.survey.models import Survey

WITH_RESULTS = (
    "The other answers have been opened, and people have seen results without these. "
    "The page on how the survey was done says how many were lost, and the results can be published."
)
WITHOUT_RESULTS = (
    "Some of them could not be read, and fewer than 10 of the others are of people. "
    "So none have been opened, and no one has seen results. The survey’s page says how many were "
    "lost."
)


@allow(Permission.RUN_SURVEYS)
@confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask why, then count the answers that could not be opened as lost."""
    user = person(request)
    survey = get_object_or_404(Survey.objects.visible_to(user), slug=slug)
    data, _files = posted(request)
    form = GiveUpForm(data)

    def act() -> int:
        return give_up_answers(survey=survey, reason=form.cleaned_data["reason"], by=user)

    n_lost = attempt(form, act)
    if n_lost is None:
        n_left = n_left_locked(survey)
        if not (n_left or form.is_bound):
            raise Http404
        answers = count_phrase(n_left, "answer", "answers")
        text = WITH_RESULTS if survey.sheets.exists() else WITHOUT_RESULTS
        context = {"survey": survey, "answers": answers, "text": text}
        return form_page(request, "surveys/answers_give_up.html", form, **context)
    saved(request, f"Given up: {count_phrase(n_lost, 'answer', 'answers')}.")
    return redirect("surveys:detail", slug)
