"""Numbers as people type them, and as sheets keep them: canonical decimal text.

Text and not a JSON number, because numbers read from JSON become binary floats and lose what was
typed; the same number is the same text, so sheets can be counted without arithmetic.
"""

import re
from decimal import Decimal

LONGEST = 40
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,9})?", re.ASCII)


def number_in(text: str) -> Decimal | None:
    """Return the number that was typed, with or without commas for thousands; else None."""
    plain = text.strip().replace("\N{MINUS SIGN}", "-")[:LONGEST]
    return Decimal(plain.replace(",", "")) if _NUMBER.fullmatch(plain) else None


def canonical(number: Decimal) -> str:
    """Return the shortest plain decimal, as in 12 or -0.5, without exponent or final zeros."""
    return format(number.normalize() if number else Decimal(0), "f")
