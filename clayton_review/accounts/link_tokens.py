"""Tokens of mailed links: signed, random, and stored only as a hash."""

import secrets
from hashlib import sha256

from django.core import signing


def new_token(purpose: str) -> tuple[str, str]:
    """Return a signed token for an address, and its hash to store."""
    token = signing.Signer(salt=purpose).sign(secrets.token_urlsafe(32))
    return token, hash_of_token(token)


def hash_of_token(token: str) -> str:
    """Return the hash that the database keeps of a token."""
    return sha256(token.encode()).hexdigest()


def is_signed_here(token: str, purpose: str) -> bool:
    """True if this portal signed the token for this purpose; asks no database."""
    try:
        signing.Signer(salt=purpose).unsign(token)
    except signing.BadSignature:
        return False
    return True
