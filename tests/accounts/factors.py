"""Second factors as their pages leave them, for tests that do not go through the pages."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret, hotp_value

from clayton_review.accounts.factor_secrets import seal_secret
from clayton_review.accounts.models import User


def add_app(user: User, secret: str = "") -> str:
    """Set an authenticator app up for a person; return its secret."""
    secret = secret or generate_totp_secret()
    sealed = seal_secret(secret, owner=user.pk)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": sealed})
    return secret


def code(secret: str) -> str:
    """Return the code that an app shows now."""
    return f"{hotp_value(secret, int(time.time()) // 30):06d}"
