"""Giving up what is sealed and opens with no key: the form, and the page that asks for a reason."""

from collections.abc import Callable

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from clayton_review.citable.editing import attempt, posted
from clayton_review.web.forms import PortalForm
from clayton_review.web.pages import form_page, saved


class GiveUpForm(PortalForm):
    """The reason why something that stays locked is given up."""

    reason = forms.CharField(
        max_length=300,
        label="Why can they not be opened?",
        help_text="The reason is kept with the number of those lost.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def give_up_or_ask(
    request: HttpRequest,
    template: str,
    act: Callable[[str], int],
    *,
    is_locked: bool,
    count_words: Callable[[int], str],
    next_url: str,
    **context: object,
) -> HttpResponse:
    """Ask why; once that is sent, run `act` with the reason and go to `next_url`.

    `act` returns how many were given up. Raises `Http404` if nothing `is_locked`.
    """
    data, _files = posted(request)
    form = GiveUpForm(data)
    n_given_up = attempt(form, lambda: act(form.cleaned_data["reason"]))
    if n_given_up is None:
        if not (is_locked or form.is_bound):
            raise Http404
        return form_page(request, template, form, **context)
    saved(request, f"Given up: {count_words(n_given_up)}.")
    return redirect(next_url)
