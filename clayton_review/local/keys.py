"""The keys of a local installation: the pair that seals survey answers, and one for reports."""

import os
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey


@dataclass(frozen=True)
class SurveyKeys:
    """Base64 of the raw X25519 keys: everybody may seal, the worker alone opens."""

    sealing: str
    opening: str


def survey_keys(root: Path) -> SurveyKeys:
    """Return this checkout's key pair, made at first use; the private half is in `var/keys`."""
    private = _kept(root, "survey_opening_key", X25519PrivateKey.generate)
    public = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    return SurveyKeys(b64encode(public).decode(), b64encode(private).decode())


def report_signing_key(root: Path) -> str:
    """Return base64 of this checkout's Ed25519 key, made at first use in `var/keys`."""
    return b64encode(_kept(root, "report_signing_key", Ed25519PrivateKey.generate)).decode()


def _kept(
    root: Path, name: str, generate: Callable[[], X25519PrivateKey | Ed25519PrivateKey]
) -> bytes:
    """Return the raw private key in this file, which is made if there is none."""
    folder = root / "var" / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / name
    if not file.exists():
        unfinished = folder / f"unfinished-{os.getpid()}"
        with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as new:
            new.write(generate().private_bytes_raw())
        unfinished.rename(file)
    return file.read_bytes()
