"""Pages on which two people together take away a second factor that somebody lost."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from clayton_review.accounts import actions
from clayton_review.accounts.access import allow, confirmed, person
from clayton_review.accounts.models import FactorReset, User
from clayton_review.accounts.policies import check_can_confirm_reset, check_can_reset_factor
from clayton_review.accounts.roles import Permission
from clayton_review.accounts.selectors import open_resets
from clayton_review.refusals import Refused
from clayton_review.web.pages import form_page, refused, saved
from clayton_review.web.people.forms import FactorResetForm


@dataclass(frozen=True)
class ShownReset:
    """A request with why this reader may not confirm or decline it; empty where they may."""

    reset: FactorReset
    not_confirmed_because: str
    not_declined_because: str
    is_own_request: bool


def _refusal_of(check: Callable[..., None], *facts: object) -> str:
    try:
        check(*facts)
    except Refused as refusal:
        return str(refusal)
    return ""


def _shown_reset(reset: FactorReset, reader: User) -> ShownReset:
    return ShownReset(
        reset,
        _refusal_of(check_can_confirm_reset, reset, reader),
        _refusal_of(check_can_reset_factor, reset.user, reader),
        is_own_request=reset.requested_by_id == reader.pk,
    )


@allow(Permission.RESET_FACTORS)
@confirmed
def resets(request: HttpRequest) -> HttpResponse:
    """Ask for a reset, and list those that wait for a second person."""
    typed = request.POST if request.method == "POST" else None
    form = FactorResetForm(typed, by=person(request), initial={"user": request.GET.get("user")})
    if request.method == "POST" and form.is_valid():
        try:
            actions.request_factor_reset(by=person(request), **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            saved(request, "Now a second person has to confirm it.")
            return redirect("people:resets")
    shown = [_shown_reset(reset, person(request)) for reset in open_resets()]
    return form_page(request, "people/factor_resets.html", form, resets=shown)


@allow(Permission.RESET_FACTORS)
@require_POST
@confirmed
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take away a second factor, as another person asked."""
    return _decide(request, pk, actions.confirm_factor_reset, "The second sign-in step is reset.")


@allow(Permission.RESET_FACTORS)
@require_POST
@confirmed
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Refuse a reset, or take one's own request back."""
    return _decide(request, pk, actions.decline_factor_reset, "Nothing was reset.")


def _decide(request: HttpRequest, pk: UUID, act: Callable[..., None], done: str) -> HttpResponse:
    reset = get_object_or_404(FactorReset, pk=pk)
    try:
        act(reset=reset, by=person(request))
    except Refused as error:
        refused(request, str(error))
    else:
        saved(request, done)
    return redirect("people:resets")
