"""Setting up a second factor proves it in the same breath: the session passes from then on."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.http import HttpResponse

from clayton_review.accounts.access import SIGNED_IN


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
