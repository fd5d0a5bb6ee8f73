"""Sealing answers so that only the worker can open them: HPKE (RFC 9180), padded to one size."""

import base64
import binascii
import json
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from django.conf import settings

from clayton_review.refusals import Refused

LENGTH_BYTES = 4  # at the front of what is sealed
UNFIT_PAIR = (
    "SURVEY_OPENING_KEY does not open what SURVEY_SEALING_KEY seals: the answers that come in "
    "could never be read."
)
NOT_OPENED = (
    "No worker has a key that opens what SURVEY_SEALING_KEY of this process seals, so no answers "
    "or stories from residents are taken here."
)
OpeningKey = X25519PrivateKey
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class KeyUnusable(Refused):
    """A key of the sealed answers is missing, malformed or not the one that fits."""


class BoxUnreadable(KeyUnusable):
    """A box that no opening key of this process opens, or that holds no answers."""


class AnswersTooLong(Exception):
    """The answers do not fit into a box of the size that all have."""


def fresh_key_pair() -> tuple[str, str]:
    """Return a new (sealing key, opening key), each as base64 of its 32 raw bytes."""
    private = X25519PrivateKey.generate()
    raw = (private.public_key().public_bytes_raw(), private.private_bytes_raw())
    return base64.b64encode(raw[0]).decode(), base64.b64encode(raw[1]).decode()


def seal(content: dict[str, Any], *, n_bytes: int, survey_id: UUID, box_id: UUID) -> bytes:
    """Encrypt the content, padded to `n_bytes`, bound to its survey and box row.

    Every box of a survey must be given the same size. Raises `AnswersTooLong`, and `KeyUnusable`
    when this process has no sealing key.
    """
    sealing_key = _public_key(settings.SURVEY_SEALING_KEY)
    padded = _padded(content_bytes(content), n_bytes)
    return SUITE.encrypt(padded, sealing_key, info=_bound_to(survey_id, box_id))


def content_bytes(content: dict[str, Any]) -> bytes:
    """Return the content as it is sealed: JSON in UTF-8."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def open_box(ciphertext: bytes, *, survey_id: UUID, box_id: UUID) -> dict[str, Any]:
    """Return the sealed content, opened with whichever opening key fits.

    A box does not say which it is. Raises `BoxUnreadable` if none fits, and `KeyUnusable` if this
    process has none.
    """
    _place, padded = _open(ciphertext, _bound_to(survey_id, box_id))
    return _content(padded)


def place_of_key(ciphertext: bytes, *, survey_id: UUID, box_id: UUID) -> int:
    """Return the place in SURVEY_OPENING_KEY, from 0, of the key that opens a box.

    Raises `BoxUnreadable` and `KeyUnusable` as `open_box` does.
    """
    place, _padded = _open(ciphertext, _bound_to(survey_id, box_id))
    return place


def _open(ciphertext: bytes, info: bytes) -> tuple[int, bytes]:
    for place, key in enumerate(opening_keys()):
        with suppress(InvalidTag, ValueError):
            return place, SUITE.decrypt(ciphertext, key, info=info)
    raise BoxUnreadable("A sealed box does not open with SURVEY_OPENING_KEY.")


def opening_keys() -> list[OpeningKey]:
    """Return the opening keys of this process, the newest first. Raise `KeyUnusable`."""
    return [_private_key(stored.strip()) for stored in settings.SURVEY_OPENING_KEY.split(",")]


def fits_sealing_key(key: OpeningKey) -> bool:
    """True if the key opens what this installation seals now. Raise `KeyUnusable`."""
    sealing_key = _public_key(settings.SURVEY_SEALING_KEY)
    return key.public_key().public_bytes_raw() == sealing_key.public_bytes_raw()


def sealing_mark() -> str:
    """Return the mark of the key that this process seals with. Raise `KeyUnusable`."""
    return _mark(_public_key(settings.SURVEY_SEALING_KEY))


def opening_marks() -> set[str]:
    """Return the marks of all opening keys of this process. Raise `KeyUnusable`."""
    return {_mark(key.public_key()) for key in opening_keys()}


def _mark(public_key: X25519PublicKey) -> str:
    """Return a hash of the public half of a pair, by which the two halves are compared."""
    return sha256(public_key.public_bytes_raw()).hexdigest()


def key_problem() -> str:
    """Return a sentence if no opening key of this process fits its sealing key; empty if one does.

    The sentence also says so if a key is missing or malformed.
    """
    try:
        is_sound = any(fits_sealing_key(key) for key in opening_keys())
    except KeyUnusable as error:
        return str(error)
    return "" if is_sound else UNFIT_PAIR


def _content(padded: bytes) -> dict[str, Any]:
    length = int.from_bytes(padded[:LENGTH_BYTES], "big")
    try:
        content = json.loads(padded[LENGTH_BYTES : LENGTH_BYTES + length])
    except ValueError as error:
        raise BoxUnreadable("A sealed box holds no answers.") from error
    if not isinstance(content, dict):
        raise BoxUnreadable("A sealed box holds no answers.")
    return content


def _padded(raw: bytes, n_bytes: int) -> bytes:
    n_usable = n_bytes - LENGTH_BYTES
    if len(raw) > n_usable:
        raise AnswersTooLong
    return len(raw).to_bytes(LENGTH_BYTES, "big") + raw.ljust(n_usable, b"\0")


def _bound_to(survey_id: UUID, box_id: UUID) -> bytes:
    return b"clayton-review sealed answers 1" + survey_id.bytes + box_id.bytes


@lru_cache(maxsize=4)
def _public_key(stored: str) -> X25519PublicKey:
    return X25519PublicKey.from_public_bytes(_key_bytes(stored, "SURVEY_SEALING_KEY"))


@lru_cache(maxsize=4)
def _private_key(stored: str) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(_key_bytes(stored, "SURVEY_OPENING_KEY"))


def _key_bytes(stored: str, name: str) -> bytes:
    if not stored:
        raise KeyUnusable(f"{name} is not set, so survey answers cannot be sealed or opened here.")
    try:
        raw = base64.b64decode(stored, validate=True)
    except binascii.Error as error:
        raise KeyUnusable(f"{name} is not base64.") from error
    if len(raw) != 32:
        raise KeyUnusable(f"{name} is not a key of 32 bytes.")
    return raw
