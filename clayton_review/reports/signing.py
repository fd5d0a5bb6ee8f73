"""The Ed25519 signature of the hashes of issued files."""

import binascii
from base64 import b64decode

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from clayton_review.refusals import Refused


def sign(text: str) -> bytes:
    """Return the signature of a text: 64 bytes (RFC 8032). Raises `Refused` without a key."""
    return _key().sign(text.encode())


def public_key() -> str:
    """Return the public key as PEM text (RFC 8410). Raises `Refused` without a key."""
    pem = _key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return pem.decode()


def _key() -> Ed25519PrivateKey:
    try:
        raw = b64decode(settings.REPORT_SIGNING_KEY, validate=True)
        return Ed25519PrivateKey.from_private_bytes(raw)
    except (binascii.Error, ValueError) as error:
        raise Refused(
            "This installation has no valid key to sign reports with (REPORT_SIGNING_KEY). "
            "Nothing was published."
        ) from error
