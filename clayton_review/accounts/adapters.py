"""allauth's adapters: closed sign-up, our throttle, sealed code secrets, our pages."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clayton_review.accounts import actions, sessions, throttle
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import needs_second_factor
from clayton_review.vault.crypto import UnknownKey, associated_data, open_sealed, seal
from clayton_review.vault.selectors import keyring

SILENT_MESSAGES = ("account/messages/logged_in.txt", "account/messages/logged_out.txt")
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_PLACE = associated_data("allauth.mfa", "secret")


def check_throttle(request: HttpRequest, limits: list[throttle.Limit]) -> None:
    """Count an attempt; answer 429 with the time to wait, or 503 if the counters do not answer."""
    try:
        wait = throttle.count_attempt(limits)
    except throttle.ThrottleUnavailable:
        page = render(request, "account/resting.html", status=503)
        raise ImmediateHttpResponse(page) from None
    if wait:
        page = render(request, "429.html", {"minutes": -(-wait // 60)}, status=429)
        page["Retry-After"] = str(wait)
        raise ImmediateHttpResponse(page)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-in by e-mail and password, for people who were invited."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or password is not right. Check both.",
        "incorrect_password": "This password is not right.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: people are invited."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt before the password is checked."""
        check_throttle(request, self._limits(request, credentials))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Return the person, or None; a right password clears their counters."""
        user = super().authenticate(request, **credentials)
        if user is not None:
            throttle.clear_attempts(self._limits(request, credentials))
        return user

    def set_password(self, user: User, password: str) -> None:
        """Save a password that its owner changed; sessions elsewhere end."""
        actions.change_password(user=user, password=password, by=user)

    def respond_user_inactive(self, request: HttpRequest, user: object) -> HttpResponse:
        """Return the page for somebody whose account was closed."""
        return render(request, "account/closed.html", status=403)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """True unless this person signed in within ten minutes."""
        return not sessions.proved_recently(self.request)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Leave out the messages about signing in and out."""
        template = args[0] if args else kwargs.get("message_template")
        if template not in SILENT_MESSAGES:
            super().add_message(request, level, *args, **kwargs)

    def _limits(self, request: HttpRequest, credentials: dict[str, Any]) -> list[throttle.Limit]:
        email = str(credentials.get("email") or "")
        return throttle.sign_in_limits(email=email, address=self.get_client_ip(request))

    def _rollback_login_failed_rl_usage(self) -> None:
        """Do nothing: `authenticate` clears our own counters."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Codes and passkeys; their secrets are sealed with the vault's keys."""

    def encrypt(self, text: str) -> str:
        """Return a sealed secret: key id, colon, base64."""
        ring = keyring()
        blob = seal(ring.keys[ring.newest_id], text.encode(), _PLACE)
        return f"{ring.newest_id}:{base64.b64encode(blob).decode()}"

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret in plain text; raises `UnknownKey` or `Unreadable`."""
        key_id, _, blob = encrypted_text.partition(":")
        key = keyring().keys.get(key_id)
        if key is None:
            raise UnknownKey(f"The vault key “{key_id}” is not held here.")
        return open_sealed(key, base64.b64decode(blob), _PLACE).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Return False for the last second factor of somebody who must have one."""
        user = authenticator.user
        if not (settings.MFA_REQUIRED and needs_second_factor(user.role)):
            return True
        others = Authenticator.objects.filter(user=user, type__in=FACTORS)
        return bool(others.exclude(pk=authenticator.pk).exists())

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return the name a passkey is stored under."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "Clayton Review"}
