"""The door: every request passes here and is let in only if its view says so."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect

from clayton_review.accounts.access import Access, access_of
from clayton_review.accounts.roles import needs_second_factor

ACCOUNT_URLS = ("account_", "mfa_")


class AccessMiddleware:
    """Refuses deny-by-default: anonymous to sign-in (API: 401), lacking the permission: 403."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """Answer instead of the view when its visitor may not come in."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        access = access_of(view, name)
        if access is None:
            raise PermissionDenied("This page does not say who may see it.")
        if access.permission is None:
            return None
        return self._refusal(request, access, name)

    def _refusal(self, request: HttpRequest, access: Access, name: str) -> HttpResponseBase | None:
        assert access.permission is not None  # noqa: S101  # the caller has checked
        api = request.path.startswith("/api/")
        user = request.user
        if not user.is_authenticated:
            if api:
                return JsonResponse({"detail": "Sign in first."}, status=401)
            return redirect_to_login(request.get_full_path())
        if not user.may(access.permission):
            if api:
                return JsonResponse({"detail": "Your role may not read this."}, status=403)
            raise PermissionDenied("Your role may not open this page.")
        if self._lacks_second_factor(request, name):
            if api:
                return JsonResponse({"detail": "Set up a second factor first."}, status=403)
            return redirect("mfa_index")
        return None

    def _lacks_second_factor(self, request: HttpRequest, name: str) -> bool:
        user = request.user
        if not settings.MFA_REQUIRED or name.startswith(ACCOUNT_URLS) or user.is_anonymous:
            return False
        return needs_second_factor(user.role) and not is_mfa_enabled(user)
