"""Giving up the stories and requests to talk that no key opens."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from clayton_review.accounts.access import allow, confirmed, person
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import attempt, posted
from clayton_review.web.pages import form_page, saved
from findings.stories.actions.given_up import give_up_notes
from findings.stories.models import NoteLoss
from findings.stories.selectors import locked_notes, n_set_aside
from surveys.fielding.forms.survey import GiveUpForm


@allow(Permission.RETRY_WORK)
@confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request: HttpRequest) -> HttpResponse:
    """Ask why, then count the stories and requests that could not be opened as lost."""
    user = person(request)
    data, _files = posted(request)
    form = GiveUpForm(data)

    def act() -> NoteLoss:
        return give_up_notes(reason=form.cleaned_data["reason"], by=user)

    loss = attempt(form, act)
    if loss is None:
        n_left = n_set_aside()
        if not (n_left or form.is_bound):
            raise Http404
        return form_page(request, "findings/stories_give_up.html", form, notes=locked_notes(n_left))
    saved(request, f"Given up: {locked_notes(loss.n)}.")
    return redirect("findings:story_list")
