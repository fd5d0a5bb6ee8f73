"""AES-256-GCM with data keys wrapped by other keys; no Django, no database."""

import base64
import binascii
import json
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16


class VaultError(Exception):
    """Base of the vault's errors about keys and ciphertext; the message may be shown."""


class MalformedKeys(VaultError):
    """The key-encryption keys cannot be read."""


class UnknownKey(VaultError):
    """A data key was wrapped with a key-encryption key that this installation does not hold."""


class Unreadable(VaultError):
    """The key is wrong, or the ciphertext was changed or belongs to another record or field."""


@dataclass(frozen=True)
class WrappedKey:
    """A data key under a key-encryption key: that key's id, and nonce + ciphertext + tag."""

    key_id: str
    blob: bytes


@dataclass(frozen=True)
class Keyring:
    """Key-encryption keys (32 bytes) by id; the first one wraps, all of them unwrap."""

    keys: dict[str, bytes]

    @classmethod
    def parse(cls, text: str) -> "Keyring":
        """Return the keys of `id:base64,id2:base64` with 32 bytes each; raises `MalformedKeys`."""
        keys: dict[str, bytes] = {}
        for entry in text.split(","):
            key_id, colon, encoded = entry.strip().partition(":")
            if not colon or not key_id or len(key_id) > 40 or key_id in keys:
                raise MalformedKeys("Vault keys are written id:base64, separated by commas.")
            keys[key_id] = _decode_key(key_id, encoded)
        return cls(keys)

    @property
    def newest_id(self) -> str:
        """Return the id of the key that wraps new data keys."""
        return next(iter(self.keys))

    def wrap(self, data_key: bytes, *, table: str, row: str) -> WrappedKey:
        """Return a 32-byte data key of one record wrapped under the newest key."""
        key_id = self.newest_id
        return WrappedKey(
            key_id, seal(self.keys[key_id], data_key, associated_data(key_id, table, row))
        )

    def unwrap(self, wrapped: WrappedKey, *, table: str, row: str) -> bytes:
        """Return the data key of a record; raises `UnknownKey` or `Unreadable`."""
        key = self.keys.get(wrapped.key_id)
        if key is None:
            raise UnknownKey(f"The vault key “{wrapped.key_id}” is not held here.")
        return open_sealed(key, wrapped.blob, associated_data(wrapped.key_id, table, row))


def new_data_key() -> bytes:
    """Return 32 random bytes for one record."""
    return os.urandom(KEY_BYTES)


def associated_data(*parts: str) -> bytes:
    """Return associated data that binds a ciphertext to its place, unambiguous for any parts."""
    return json.dumps(parts, ensure_ascii=False).encode()


def seal(key: bytes, plaintext: bytes, associated: bytes) -> bytes:
    """Return nonce (12 bytes) + ciphertext + tag (16) under AES-256-GCM (NIST SP 800-38D)."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, associated)


def open_sealed(key: bytes, blob: bytes, associated: bytes) -> bytes:
    """Return the plaintext of `seal`; raises `Unreadable` unless key, place and every bit fit."""
    if len(blob) < NONCE_BYTES + TAG_BYTES:
        raise Unreadable("The sealed text is too short to be one.")
    try:
        return AESGCM(key).decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], associated)
    except InvalidTag:
        raise Unreadable("The sealed text does not open with this key in this place.") from None


def _decode_key(key_id: str, encoded: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise MalformedKeys(f"The vault key “{key_id}” is not base64.") from None
    if len(key) != KEY_BYTES:
        raise MalformedKeys(f"The vault key “{key_id}” has {len(key)} bytes instead of 32.")
    return key
