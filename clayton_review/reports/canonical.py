"""Canonical JSON and its hash: the same content always has the same bytes."""

import hashlib
import json
from typing import Any


def text_of(content: Any) -> str:
    """Return canonical JSON: sorted keys, no spare spaces, numbers as decimal strings.

    Refuses floats and NaN.
    """
    _refuse_floats(content)
    return json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def sha256_of(text: str | bytes) -> str:
    """Return the hex SHA-256 of bytes, or of a text in UTF-8."""
    raw = text.encode() if isinstance(text, str) else text
    return hashlib.sha256(raw).hexdigest()


def _refuse_floats(content: Any) -> None:
    if isinstance(content, float):
        raise TypeError("a snapshot keeps numbers as decimal strings, not as floats")
    parts = content.values() if isinstance(content, dict) else content
    if isinstance(content, dict | list | tuple):
        for part in parts:
            _refuse_floats(part)
