"""Access of views: `@public` or `@allow(Permission.X)`; unmarked views refuse."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from clayton_review.accounts import sessions
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class RequiredPermission:
    """The permission a view asks for; None means that the view is open to everybody."""

    permission: Permission | None


PUBLIC = RequiredPermission(None)
SIGNED_IN = RequiredPermission(Permission.USE_ACCOUNT)


def public(view: View) -> View:
    """Mark a view (function or API class) as open to everybody."""
    view.access = PUBLIC  # type: ignore[attr-defined]  # views carry their access as an attribute
    return view


def allow(permission: Permission) -> Callable[[View], View]:
    """Mark a view (function or API class) as open to the roles that hold the permission."""

    def mark(view: View) -> View:
        view.access = RequiredPermission(permission)  # type: ignore[attr-defined]  # see `public`
        return view

    return mark


def confirmed(view: View) -> View:
    """Ask the visitor to sign in again before a sensitive act, unless they did within ten minutes.

    Goes below `@allow(...)`. Typed text survives the question. A visitor with neither password nor
    second factor (Board members who come by e-mail link) is not asked.
    """

    @wraps(view)
    def ask_first(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if get_reauthentication_flows(request.user) and not sessions.proved_recently(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return cast("View", ask_first)


# Views of other people's packages cannot be decorated: their URL names are listed here.
THIRD_PARTY: dict[str, RequiredPermission] = {
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "mfa_authenticate": PUBLIC,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_login_webauthn": PUBLIC,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
}


def required_access(view: Callable[..., Any], url_name: str) -> RequiredPermission | None:
    """Return the access a view declares; None if it declares none, and is therefore refused."""
    for candidate in (view, getattr(view, "cls", None), getattr(view, "view_class", None)):
        stated = getattr(candidate, "access", None)
        if isinstance(stated, RequiredPermission):
            return stated
    return THIRD_PARTY.get(url_name)


def person(request: HttpRequest) -> User:
    """Return the signed-in person.

    Only for views marked with `allow`, which nobody else reaches.
    """
    if not isinstance(request.user, User):
        raise PermissionDenied("Sign in first.")
    return request.user
