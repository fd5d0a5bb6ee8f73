"""Sealing answers so that only the worker can open them: HPKE (RFC 9180), padded to fixed sizes."""

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

SIZES = (4_096, 16_384, 65_536, 262_144, 1_048_576)
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class KeyUnusable(Exception):
    """A key of the sealed answers is missing, malformed or not the one that fits."""


class AnswersTooLong(Exception):
    """The answers do not fit into the largest box."""


def fresh_key_pair() -> tuple[str, str]:
    """Return a new (sealing key, opening key), each as base64 of its 32 raw bytes."""
    private = X25519PrivateKey.generate()
    raw = (private.public_key().public_bytes_raw(), private.private_bytes_raw())
    return base64.b64encode(raw[0]).decode(), base64.b64encode(raw[1]).decode()


def seal(content: dict[str, Any], *, survey_id: UUID, box_id: UUID) -> bytes:
    """Encrypt the content to one of a few fixed lengths, bound to its survey and box row.

    Raises `AnswersTooLong`, and `KeyUnusable` when this process has no sealing key.
    """
    sealing_key = _public_key(settings.SURVEY_SEALING_KEY)
    return SUITE.encrypt(_padded_bytes(content), sealing_key, info=_bound_to(survey_id, box_id))


def open_box(ciphertext: bytes, *, survey_id: UUID, box_id: UUID) -> dict[str, Any]:
    """Return the sealed content. Raise `KeyUnusable` if the key is missing or does not fit."""
    opening_key = _private_key(settings.SURVEY_OPENING_KEY)
    try:
        padded = SUITE.decrypt(ciphertext, opening_key, info=_bound_to(survey_id, box_id))
    except InvalidTag as error:
        raise KeyUnusable("A sealed box does not open with SURVEY_OPENING_KEY.") from error
    length = int.from_bytes(padded[:4], "big")
    content: dict[str, Any] = json.loads(padded[4 : 4 + length])
    return content


def _padded_bytes(content: dict[str, Any]) -> bytes:
    raw = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    for size in SIZES:
        if len(raw) + 4 <= size:
            return len(raw).to_bytes(4, "big") + raw.ljust(size - 4, b"\0")
    raise AnswersTooLong


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
