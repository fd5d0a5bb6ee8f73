"""Invitation codes: 12 characters of Crockford base32 with a check; only hashes are kept."""

import hmac
import re
import secrets
from hashlib import sha256
from uuid import UUID

from django.conf import settings

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—_.]+")
_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1, irreducible over GF(2)


def fresh_code() -> str:
    """Return a new code: 55 random bits and the check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + ALPHABET[_double_element(_remainder(body))]


def normalized_code(typed: str) -> str:
    """Return the code a person meant: upper case, no separators, O as 0, I and L as 1."""
    return _SEPARATORS.sub("", typed.upper()).translate(_MISREAD)


def is_well_formed(code: str) -> bool:
    """True if a normalized code has the right length, characters and check character.

    The check is a polynomial over GF(32): every single wrong character and every swap of two
    neighbors is found.
    """
    has_code_shape = len(code) == LENGTH and all(letter in ALPHABET for letter in code)
    return has_code_shape and _remainder(code) == 0


def printed_code(code: str) -> str:
    """Return the code as it is printed: three groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def code_mark(survey_id: UUID, code: str) -> str:
    """Return the mark that the database stores for a code: HMAC-SHA256 under an outside pepper."""
    return _keyed_hash(f"code:{survey_id}:{code}")


def submission_mark(survey_id: UUID, submission_id: UUID) -> str:
    """Return the mark of one opt-in form, so that sending it twice counts once."""
    return _keyed_hash(f"form:{survey_id}:{submission_id}")


def _keyed_hash(text: str) -> str:
    return hmac.new(settings.CODE_PEPPER.encode(), text.encode(), sha256).hexdigest()


def _double_element(element: int) -> int:
    shifted = element << 1
    return shifted ^ _POLYNOMIAL if shifted & 0b100000 else shifted


def _remainder(code: str) -> int:
    state = 0
    for letter in code:
        state = _double_element(state) ^ ALPHABET.index(letter)
    return state
