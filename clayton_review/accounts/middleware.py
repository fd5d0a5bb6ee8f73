"""Middleware that lets a request in only if its view says so."""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from redis.exceptions import RedisError

from clayton_review.accounts import sessions
from clayton_review.accounts.access import RequiredPermission, required_access
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import needs_second_factor
from clayton_review.accounts.session_expired import resend_page

BEHIND_SIGN_IN = "is_behind_sign_in"
# Open to somebody who has a second factor but has not given it in this session.
CONFIRMATION_VIEWS = frozenset(
    {"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
)
# Open besides to somebody who has yet to set one up.
SETUP_VIEWS = CONFIRMATION_VIEWS | {
    "account_change_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
}


class AccessMiddleware:
    """Ends old sessions and refuses by default: anonymous to sign-in, lacking the permission 403.

    The session is read only when a view asks for the visitor. Pages behind sign-in, and every page
    shown to somebody signed in, are kept by no cache and no browser: the back button after signing
    out shows nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user, began = request.user, time.time()
        visitor: Any = SimpleLazyObject(lambda: sessions.within_limits(request, user))
        request.user = visitor
        response = self.get_response(request)
        sessions.renew_after_proof(request, began)
        if hasattr(request, BEHIND_SIGN_IN) or _is_for_somebody(request):
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """Return an answer instead of the view if its visitor may not see it."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        access = required_access(view, name)
        if access is None:
            raise PermissionDenied("This page does not say who may see it.")
        if access.permission is None:
            return None
        setattr(request, BEHIND_SIGN_IN, True)
        if request.path.startswith("/api/"):
            return _api_refusal(request, access)
        return _page_refusal(request, access, name)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return a page that refuses sign-in while the attempt counters do not answer."""
        path = request.path
        if isinstance(error, RedisError) and path.startswith("/account/"):
            return render(request, "account/resting.html", status=503)
        return None


def _is_for_somebody(request: HttpRequest) -> bool:
    """True if the answer depends on the visitor; a session that was not read stays unread."""
    return bool(request.session.accessed and request.user.is_authenticated)


def _api_refusal(request: HttpRequest, access: RequiredPermission) -> HttpResponseBase | None:
    user = request.user
    if not isinstance(user, User):
        return JsonResponse({"detail": "Sign in first."}, status=401)
    if access.permission is None or not user.may(access.permission):
        return JsonResponse({"detail": "Your role cannot read this."}, status=403)
    if sessions.lacks_second_factor(request, needs_second_factor(user.role)):
        return JsonResponse({"detail": "Complete your second sign-in step first."}, status=403)
    return None


def _page_refusal(
    request: HttpRequest, access: RequiredPermission, name: str
) -> HttpResponseBase | None:
    user = request.user
    if not isinstance(user, User):
        if request.method == "POST":
            return resend_page(request)
        return redirect_to_login(request.get_full_path())
    if access.permission is None or not user.may(access.permission):
        raise PermissionDenied("Your role cannot open this page.")
    if sessions.lacks_second_factor(request, needs_second_factor(user.role)):
        return _to_second_factor(request, user, name)
    return None


def _to_second_factor(request: HttpRequest, user: User, name: str) -> HttpResponse | None:
    if not is_mfa_enabled(user):
        return None if name in SETUP_VIEWS else redirect("mfa_index")
    if name in CONFIRMATION_VIEWS:
        return None
    methods = get_adapter(request).get_reauthentication_methods(user)
    url = next(m["url"] for m in methods if m["id"].startswith("mfa"))
    return redirect(f"{url}?{urlencode({'next': request.get_full_path()})}")
