"""Giving up the stories and requests to talk that no key opens."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from clayton_review.accounts.access import allow, confirmed, person
from clayton_review.accounts.roles import Permission
from clayton_review.citable.giving_up import give_up_or_ask
from findings.stories.actions.given_up import give_up_notes
from findings.stories.selectors import locked_notes, n_set_aside


@allow(Permission.RETRY_WORK)
@confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request: HttpRequest) -> HttpResponse:
    """Ask why, then count the stories and requests that could not be opened as lost."""
    user = person(request)
    n_left = n_set_aside()
    return give_up_or_ask(
        request,
        "findings/stories_give_up.html",
        lambda reason: give_up_notes(reason=reason, by=user).n,
        is_locked=n_left > 0,
        count_words=locked_notes,
        next_url=reverse("findings:story_list"),
        notes=locked_notes(n_left),
    )
