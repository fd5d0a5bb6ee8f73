"""Pages of the devices on which people are signed in."""

from uuid import UUID

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from clayton_review.accounts import actions
from clayton_review.accounts.access import allow, confirmed, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.accounts.selectors import open_sessions, session_id_of
from clayton_review.refusals import Refused
from clayton_review.web.pages import saved

_ENDED = "That device is signed out."


@allow(Permission.USE_ACCOUNT)
def own_sessions(request: HttpRequest) -> HttpResponse:
    """List the devices on which one is signed in."""
    context = {
        "sessions": open_sessions(person(request)),
        "this_id": session_id_of(request.session.session_key),
    }
    return render(request, "account/sessions.html", context)


def sign_out_if_ended(request: HttpRequest) -> bool:
    """Sign out cleanly if the act just done ended this very session; True if so."""
    key = request.session.session_key
    if key and request.session.exists(key):
        return False
    logout(request)
    return True


@allow(Permission.USE_ACCOUNT)
@require_POST
def end_own(request: HttpRequest, session_id: str) -> HttpResponse:
    """Sign out on one device."""
    _end(person(request), session_id, by=person(request))
    is_this_device = sign_out_if_ended(request)
    saved(request, "You are signed out on this device." if is_this_device else _ENDED)
    return redirect("account_login" if is_this_device else "sessions")


@allow(Permission.USE_ACCOUNT)
@require_POST
def end_all_own(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere, on this device too."""
    actions.end_all_sessions(user=person(request), by=person(request))
    logout(request)
    saved(request, "You are signed out on all devices.")
    return redirect("account_login")


@allow(Permission.INVITE_PEOPLE)
@require_POST
@confirmed
def end_of_person(request: HttpRequest, pk: UUID, session_id: str) -> HttpResponse:
    """Sign somebody out on one device."""
    _end(get_object_or_404(User, pk=pk), session_id, by=person(request))
    is_this_device = sign_out_if_ended(request)
    saved(request, "You are signed out on this device." if is_this_device else _ENDED)
    return redirect("account_login") if is_this_device else redirect("people:detail", pk=pk)


@allow(Permission.INVITE_PEOPLE)
@require_POST
@confirmed
def end_all_of_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign somebody out everywhere."""
    user = get_object_or_404(User, pk=pk)
    actions.end_all_sessions(user=user, by=person(request))
    is_this_person = sign_out_if_ended(request)
    saved(request, f"{user.name} is signed out on all devices.")
    return redirect("account_login") if is_this_person else redirect("people:detail", pk=pk)


def _end(user: User, session_id: str, by: User) -> None:
    try:
        actions.end_session(user=user, session_id=session_id, by=by)
    except Refused:
        raise Http404 from None
