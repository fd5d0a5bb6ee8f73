"""Setting up a second factor proves it in the same breath: the session passes from then on."""

from typing import Any

from allauth.account import views as account_views
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

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


class SetUpApp(ActivateTOTPView):  # type: ignore[misc]  # allauth has no types
    """An authenticator app; its first code was right."""

    access = SIGNED_IN

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="totp")
        return answer


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """A passkey or security key; it has just answered."""

    access = SIGNED_IN

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="webauthn")
        return answer
