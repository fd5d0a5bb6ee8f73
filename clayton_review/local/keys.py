"""The key pair that seals survey answers on a local installation."""

import os
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey


@dataclass(frozen=True)
class SurveyKeys:
    """Base64 of the raw X25519 keys: everybody may seal, the worker alone opens."""

    sealing: str
    opening: str


def survey_keys(root: Path) -> SurveyKeys:
    """Return this checkout's key pair, made at first use; the private half is in `var/keys`."""
    folder = root / "var" / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / "survey_opening_key"
    if not file.exists():
        unfinished = folder / f"unfinished-{os.getpid()}"
        with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as new:
            new.write(X25519PrivateKey.generate().private_bytes_raw())
        unfinished.rename(file)
    private = file.read_bytes()
    public = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    return SurveyKeys(b64encode(public).decode(), b64encode(private).decode())
