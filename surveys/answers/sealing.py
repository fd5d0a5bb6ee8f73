"""Sealing answers so that only the worker can open them: HPKE (RFC 9180), padded to one size."""

import base64
import binascii
import json
from functools import lru_cache
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from django.conf import settings

LENGTH_BYTES = 4  # at the front of what is sealed
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class KeyUnusable(Exception):
    """A key of the sealed answers is missing, malformed or not the one that fits."""


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
    """Return the sealed content. Raise `KeyUnusable` if the key is missing or does not fit."""
    opening_key = _private_key(settings.SURVEY_OPENING_KEY)
    try:
        padded = SUITE.decrypt(ciphertext, opening_key, info=_bound_to(survey_id, box_id))
    except InvalidTag as error:
        raise KeyUnusable("A sealed box does not open with SURVEY_OPENING_KEY.") from error
    length = int.from_bytes(padded[:LENGTH_BYTES], "big")
    content: dict[str, Any] = json.loads(padded[LENGTH_BYTES : LENGTH_BYTES + length])
    return content


def _padded(raw: bytes, n_bytes: int) -> bytes:
    room = n_bytes - LENGTH_BYTES
    if len(raw) > room:
        raise AnswersTooLong
    return len(raw).to_bytes(LENGTH_BYTES, "big") + raw.ljust(room, b"\0")


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
