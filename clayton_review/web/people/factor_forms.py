"""Forms of second factors: setting one up, and asking for it; a wrong one is recorded."""

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.core.exceptions import ValidationError

from clayton_review.accounts import actions, throttle
from clayton_review.accounts.adapters import counters_answer
from clayton_review.accounts.models import User
from clayton_review.vault.crypto import Unreadable
from clayton_review.web.people.forms import OwnWords

_TOO_MANY = "too_many_login_attempts"
_WAIT_SECONDS = 300  # allauth's own limit of codes


def _record(user: User | None, error: ValidationError, proof: str) -> None:
    """Record a wrong code or key, or once that the person has to wait."""
    if error.code != _TOO_MANY:
        actions.record_failure(user=user, proof=proof)
    elif user:
        limit = throttle.Limit("second-step", str(user.pk), 1, _WAIT_SECONDS)
        with counters_answer(context.request):
            if throttle.is_first_refusal(limit, _WAIT_SECONDS):
                actions.record_lock_out(user=user, seconds=_WAIT_SECONDS)


class _AsksForCode:
    """Takes each code once, and records a wrong one."""

    user: User
    authenticator: Authenticator

    def clean_code(self) -> Any:
        try:
            with actions.one_code_at_a_time(self.user):
                code = super().clean_code()  # type: ignore[misc]  # a form of allauth
                self._spend(code)
            return code
        except Unreadable:  # a secret that was sealed for somebody else; a missing key is told
            actions.record_failure(user=self.user, proof="code that cannot be read")
            raise get_adapter().validation_error("incorrect_code") from None
        except ValidationError as error:
            _record(self.user, error, "code")
            raise

    def _spend(self, code: str) -> None:
        """Raise `ValidationError` for a code of an app that was used before."""
        is_of_app = self.authenticator.type == Authenticator.Type.TOTP
        if is_of_app and not actions.spend_app_code(factor=self.authenticator, code=code):
            raise get_adapter().validation_error("incorrect_code")


class _AsksForKey:
    """Records a wrong key."""

    user: User | None

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]  # a form of allauth
        except ValidationError as error:
            _record(self.user, error, "key")
            raise


_CODE = {"code": ("Code", "Enter the code.")}


class CodeForm(_AsksForCode, OwnWords, AuthenticateForm):  # type: ignore[misc]  # no types
    """The code after the password."""

    words = _CODE


class CodeAgainForm(_AsksForCode, OwnWords, ReauthenticateForm):  # type: ignore[misc]
    """The code before a sensitive act."""

    words = _CODE


class KeyForm(_AsksForKey, OwnWords, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The key after the password."""


class KeyAloneForm(_AsksForKey, OwnWords, LoginWebAuthnForm):  # type: ignore[misc]
    """A key that signs in alone."""


class KeyAgainForm(_AsksForKey, OwnWords, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """The key before a sensitive act."""


class ActivateAppForm(OwnWords, ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    """The first code of an authenticator app."""

    words = {"code": ("Code from the app", "Enter the code that the app shows.")}


class RenameKeyForm(OwnWords, EditWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """The name of a passkey."""

    words = {"name": ("Name", "Enter a name.")}


class AddKeyForm(OwnWords, AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A passkey or security key, with the choice explained in plain words."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["passwordless"]
        field.label = "Sign in with this key alone"
        field.help_text = (
            "You will not need your password. The key must ask for your fingerprint, face or PIN."
        )
