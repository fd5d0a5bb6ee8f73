"""The secret part of mailed links: signed, random, and stored only as a hash."""

import secrets
from hashlib import sha256

from django.core import signing


def new_token(purpose: str) -> tuple[str, str]:
    """A signed token for an address, and the hash of it to store."""
    token = signing.Signer(salt=purpose).sign(secrets.token_urlsafe(32))
    return token, stored(token)


def stored(token: str) -> str:
    """What the database keeps of a token."""
    return sha256(token.encode()).hexdigest()


def is_ours(token: str, purpose: str) -> bool:
    """Whether this portal signed the token for this purpose; asks no database."""
    try:
        signing.Signer(salt=purpose).unsign(token)
    except signing.BadSignature:
        return False
    return True
