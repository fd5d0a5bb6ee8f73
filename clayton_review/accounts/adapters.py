"""allauth's adapters: closed sign-up, our throttle, sealed code secrets, our pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import unstash_login
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clayton_review.accounts import actions, sessions, throttle
from clayton_review.accounts.factor_secrets import open_secret, seal_secret
from clayton_review.accounts.known_devices import device_of, remember_device
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import needs_second_factor

WRONG_CODE = (
    "This code is not right, or was used before. Enter the newest code of your app, or a recovery "
    "code that you have not used, if you have any."
)
TOO_OFTEN = "That was tried too often. Wait some minutes, then try again."
SILENT_MESSAGES = ("account/messages/logged_in.txt", "account/messages/logged_out.txt")
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@contextmanager
def counters_answer(request: HttpRequest) -> Iterator[None]:
    """Answer 503 if the counters of attempts cannot be reached."""
    try:
        yield
    except throttle.ThrottleUnavailable:
        page = render(request, "account/resting.html", status=503)
        raise ImmediateHttpResponse(page) from None


def check_throttle(request: HttpRequest, limits: list[throttle.Limit]) -> None:
    """Count an attempt; answer 429 with the time to wait, or 503 if the counters do not answer."""
    with counters_answer(request):
        if wait := throttle.count_attempt(limits):
            raise ImmediateHttpResponse(_wait_page(request, wait))


def _owner() -> object:
    """Return the key of who is signed in, or has given a password and is asked for a code."""
    request = context.request
    if request.user.is_authenticated:
        return request.user.pk
    login = unstash_login(request, peek=True)
    return login.user.pk if login else None


def _known(credentials: dict[str, Any]) -> User | None:
    email = str(credentials.get("email") or "").strip().lower()
    return User.objects.filter(email=email).first() if "\x00" not in email else None


def _wait_page(request: HttpRequest, seconds: int) -> HttpResponse:
    page = render(request, "429.html", {"minutes": -(-seconds // 60)}, status=429)
    page["Retry-After"] = str(seconds)
    return page


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-in by e-mail and password, for people who were invited."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or password is not right. Check both.",
        "incorrect_password": "This password is not right.",
        "enter_current_password": "This is not your current password.",
        "incorrect_code": WRONG_CODE,
        "account_inactive": "This account is closed.",
        "too_many_login_attempts": TOO_OFTEN,
        "rate_limited": TOO_OFTEN,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: people are invited."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt before the password is checked."""
        with counters_answer(request):
            self._limits = limits = self._limits_of(request, credentials)
            if wait := throttle.count_attempt(limits):
                if throttle.is_first_refusal(limits[-1], wait):
                    actions.record_lock_out(user=_known(credentials), seconds=wait)
                raise ImmediateHttpResponse(_wait_page(request, wait))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Return the person, or None; a right password clears the counters it was counted by."""
        user = super().authenticate(request, **credentials)
        if user is not None:
            throttle.clear_attempts(self._limits)
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record a wrong password; beyond a number, unknown addresses of a network are not."""
        user = _known(credentials)
        with counters_answer(request):
            network = throttle.network_failures(self.get_client_ip(request))
            throttle.count_attempt([network])
            if user or throttle.n_used(network) <= throttle.N_BEFORE_SLOWER:
                actions.record_failure(user=user, proof="password")

    def reauthenticate(self, user: User, password: str) -> bool:
        """True if this is the person's password."""
        match = self.authenticate(self.request, email=user.email, password=password)
        return match is not None and match.pk == user.pk

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        """Record the sign-in, and let the browser keep that it is known."""
        answer: HttpResponse = super().post_login(request, user, **options)
        proofs = get_authentication_records(request, user)
        actions.record_sign_in(by=user, proofs=[p.get("type") or p["method"] for p in proofs])
        remember_device(request, answer, user.email)
        return answer

    def set_password(self, user: User, password: str) -> None:
        """Save a password that its owner changed; sessions elsewhere end."""
        actions.change_password(user=user, password=password, by=user)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Return the page for somebody whose account was closed."""
        actions.record_failure(user=user, proof="closed account")
        return render(request, "account/closed.html", status=403)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """True unless this person signed in within ten minutes."""
        return not sessions.proved_recently(self.request)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Leave out the messages about signing in and out."""
        template = args[0] if args else kwargs.get("message_template")
        if template not in SILENT_MESSAGES:
            super().add_message(request, level, *args, **kwargs)

    def _limits_of(self, request: HttpRequest, credentials: dict[str, Any]) -> list[throttle.Limit]:
        email = str(credentials.get("email") or "")
        return throttle.sign_in_limits(
            email=email,
            address=self.get_client_ip(request),
            device=device_of(request, email),
        )

    def _rollback_login_failed_rl_usage(self) -> None:
        """Do nothing: `authenticate` clears our own counters."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Codes and passkeys; their secrets are sealed with the vault's keys, each for its person."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": "You need a second sign-in step, so you cannot remove the "
        "last one.",
        "cannot_generate_recovery_codes": "Set up a passkey or an app first. Recovery codes are "
        "for when you lose it.",
    }

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002  # allauth's
        """Return a name for a new passkey, such as `Passkey 2`."""
        n = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {n + 1}" if n else "Passkey"

    def encrypt(self, text: str) -> str:
        """Return a sealed secret: key id, colon, base64."""
        return seal_secret(text, owner=_owner())

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret in plain text; raises `UnknownKey`, or `Unreadable` for another's."""
        return open_secret(encrypted_text, owner=_owner())

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
