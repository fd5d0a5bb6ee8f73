"""Letters without accents and case, one for one, so that a hit marks the original text."""

import unicodedata
from functools import lru_cache


def folded(text: str) -> str:
    """The text in small letters without accents; every character keeps its place."""
    return "".join(map(_letter, text))


@lru_cache(maxsize=4_096)
def _letter(letter: str) -> str:
    plain = "".join(
        part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part)
    ).lower()
    return plain if len(plain) == 1 else letter
