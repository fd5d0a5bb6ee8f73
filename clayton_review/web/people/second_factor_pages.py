"""Setting up, changing and removing a second factor, each with its row in the audit record."""

from typing import Any

from allauth.account import views as account_views
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from clayton_review.accounts import actions
from clayton_review.accounts.access import SIGNED_IN, allow, person
from clayton_review.accounts.roles import Permission


@allow(Permission.USE_ACCOUNT)
def change_password(request: HttpRequest) -> HttpResponse:
    """Change the password of somebody who has one; tell others that they sign in by link."""
    if not person(request).has_usable_password():
        messages.info(request, "You sign in by a link in an e-mail, so there is no password.")
        return redirect("start")
    answer: HttpResponse = account_views.password_change(request)
    return answer


class _ChangesFactor:
    """Records what changed, in one transaction with the change.

    Setting up a factor proves it in the same breath: the session passes from then on.
    """

    access = SIGNED_IN
    change = ""
    proved_type = ""
    request: HttpRequest

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # a view of allauth
        if self.proved_type:
            record_authentication(self.request, person(self.request), "mfa", type=self.proved_type)
        actions.record_factor_change(by=person(self.request), change=self.change)
        return answer


class SetUpApp(_ChangesFactor, ActivateTOTPView):  # type: ignore[misc]  # allauth has no types
    """An authenticator app; its first code was right."""

    change, proved_type = "app added", "totp"

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        factor = Authenticator.objects.get(user=person(self.request), type=Authenticator.Type.TOTP)
        actions.spend_app_code(factor=factor, code=form.cleaned_data["code"])
        return answer


class RemoveApp(_ChangesFactor, DeactivateTOTPView):  # type: ignore[misc]
    """An authenticator app that is no longer used."""

    change = "app removed"


class AddPasskey(_ChangesFactor, AddWebAuthnView):  # type: ignore[misc]
    """A passkey or security key; it has just answered."""

    change, proved_type = "passkey added", "webauthn"


class RemovePasskey(_ChangesFactor, RemoveWebAuthnView):  # type: ignore[misc]
    """A passkey or security key that is no longer used."""

    change = "passkey removed"


class NewRecoveryCodes(_ChangesFactor, GenerateRecoveryCodesView):  # type: ignore[misc]
    """New recovery codes; the old ones stop working."""

    change = "new recovery codes"
