"""Second factors as their pages leave them, for tests that do not go through the pages."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret, hotp_value

from clayton_review.accounts.factor_secrets import seal_secret
from clayton_review.accounts.models import User


def add_app(user: User, secret: str = "") -> str:
    """Set an authenticator app up for a person; return its secret."""
    secret = secret or generate_totp_secret()
    sealed = seal_secret(secret, owner=user.pk)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": sealed})
    return secret


def add_recovery_codes(user: User) -> None:
    """Give a person recovery codes for their second factor."""
    sealed = seal_secret(RecoveryCodes.generate_seed(), owner=user.pk)
    data = {"seed": sealed, "used_mask": 0}
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data=data)


def code(secret: str) -> str:
    """Return the code that an app shows now."""
    return f"{hotp_value(secret, int(time.time()) // 30):06d}"
