"""The Ed25519 signature of the hashes of issued files."""

import binascii
from base64 import b64decode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from clayton_review.refusals import Refused

_PEM = "-----BEGIN PUBLIC KEY-----\n{line}\n-----END PUBLIC KEY-----\n"


def sign(text: str) -> bytes:
    """Return the signature of a text: 64 bytes (RFC 8032). Raises `Refused` without a key."""
    return _key().sign(text.encode())


def public_key() -> str:
    """Return the public key as PEM text (RFC 8410). Raises `Refused` without a key."""
    pem = _key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return pem.decode()


def known_keys() -> list[str]:
    """List the public keys of this study as PEM: the one that signs now, and earlier ones."""
    earlier = [_PEM.format(line=line) for line in settings.EARLIER_REPORT_KEYS]
    return [public_key(), *earlier] if settings.REPORT_SIGNING_KEY else earlier


def is_signed(text: str, signature: bytes, key: str) -> bool:
    """True if this signature of the text was made with the key, a public one as PEM."""
    try:
        public = load_pem_public_key(key.encode())
        if isinstance(public, Ed25519PublicKey):
            public.verify(signature, text.encode())
            return True
    except (InvalidSignature, ValueError):
        pass
    return False


def refuse_missing_key() -> None:
    """Raise `ImproperlyConfigured` where production has no key: it would issue no report."""
    if settings.PRODUCTION and not settings.REPORT_SIGNING_KEY:
        raise ImproperlyConfigured(
            "REPORT_SIGNING_KEY must be set for the web server when ENVIRONMENT=production."
        )


def _key() -> Ed25519PrivateKey:
    try:
        raw = b64decode(settings.REPORT_SIGNING_KEY, validate=True)
        return Ed25519PrivateKey.from_private_bytes(raw)
    except (binascii.Error, ValueError) as error:
        raise Refused(
            "This installation has no valid key to sign reports with (REPORT_SIGNING_KEY). "
            "Nothing was published."
        ) from error
