"""Secrets of second factors: sealed with the vault's keys, each for one person."""

import base64

from clayton_review.vault.crypto import (
    UnknownKey,
    Unreadable,
    associated_data,
    open_sealed,
    seal,
)
from clayton_review.vault.selectors import keyring

SECRETS = ("secret", "seed")  # of an app, of recovery codes
_TABLE, _FIELD = "allauth.mfa", "secret"


def seal_secret(text: str, *, owner: object) -> str:
    """Return a secret sealed for the person with this key: key id, colon, base64."""
    ring = keyring()
    blob = seal(ring.keys[ring.newest_id], text.encode(), _place(owner))
    return f"{ring.newest_id}:{base64.b64encode(blob).decode()}"


def open_secret(sealed: str, *, owner: object) -> str:
    """Return a secret in plain text; raises `UnknownKey`, or `Unreadable` for another person's."""
    return _opened(sealed, _place(owner))


def open_or_adopt(sealed: str, *, owner: object) -> str:
    """Return a secret sealed for this person, or for nobody as earlier versions did.

    Raises `UnknownKey`, or `Unreadable` for another person's.
    """
    try:
        return open_secret(sealed, owner=owner)
    except Unreadable:
        return _opened(sealed, associated_data(_TABLE, _FIELD))


def reseal_secret(sealed: str, *, owner: object) -> str:
    """Return the secret under the newest key; one that was sealed for nobody yet gets its person.

    Raises `UnknownKey`, or `Unreadable` for another person's.
    """
    return seal_secret(open_or_adopt(sealed, owner=owner), owner=owner)


def _opened(sealed: str, place: bytes) -> str:
    key_id, _, blob = sealed.partition(":")
    key = keyring().keys.get(key_id)
    if key is None:
        raise UnknownKey(f"The vault key “{key_id}” is not held here.")
    return open_sealed(key, base64.b64decode(blob), place).decode()


def _place(owner: object) -> bytes:
    return associated_data(_TABLE, _FIELD, str(owner))
