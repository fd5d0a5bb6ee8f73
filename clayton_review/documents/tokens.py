"""The secret of an upload link: random, in the address only; the database keeps a keyed hash."""

import hmac
import re
import secrets
from hashlib import sha256

from django.conf import settings

SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> tuple[str, str]:
    """Return a secret of 256 random bits, and its hash to store."""
    token = secrets.token_urlsafe(32)
    return token, stored(token)


def stored(token: str) -> str:
    """Return the HMAC-SHA256 of the token under a key that is not in the database."""
    key = f"{settings.SECRET_KEY}:upload-link".encode()
    return hmac.new(key, token.encode(), sha256).hexdigest()


def looks_right(token: str) -> bool:
    """True if the text has the shape of one of our tokens; asks no database."""
    return bool(SHAPE.fullmatch(token))
