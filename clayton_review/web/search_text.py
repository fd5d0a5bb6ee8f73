"""Text as search sees it: without accents and case, cut into words, matched from their starts."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import BooleanField, Func, TextField

MOST_WORDS = 8
BETWEEN = "\x1f"  # between the fields of a text, where an excerpt shows a dot
AROUND = 90  # characters shown on each side of the first hit
_WORD = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """Return the text in lower case without accents; each character stays one character."""
    return "".join(map(_plain_character, text))


def compared(text: str) -> str:
    """Return the text in the form used for comparing: composed, lower case, no accents."""
    return folded(unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=4_096)
def _plain_character(character: str) -> str:
    base = unicodedata.normalize("NFKD", character)[:1] or character
    return base.lower()[:1] or character


def words_of(typed: str, most: int | None = MOST_WORDS) -> list[str]:
    """List the first different words of a text, in the form used for comparing; None for all."""
    return list(dict.fromkeys(_WORD.findall(compared(typed))))[:most]


def as_query(words: list[str]) -> str:
    """Return the words as a PostgreSQL query: each begins a word, and all must occur."""
    return " & ".join(f"{word}:*" for word in words)


class SearchWords(Func):
    """The folded words of a text column; the index is built on the same expression."""

    function = "search_words"
    output_field = TextField()  # in truth a tsvector, which nobody reads


class HoldsWords(Func):
    """Expression: true if a text holds all words of a query; `as_query` makes the query."""

    template = "search_words(%(expressions)s)"
    arg_joiner = ") @@ to_tsquery('simple', "
    output_field: Any = BooleanField()


class MatchesAllWords(Func):
    """Expression: true if a column of folded words holds all words of a query."""

    template = "%(expressions)s)"
    arg_joiner = " @@ to_tsquery('simple', "
    output_field: Any = BooleanField()


class IsInArray(Func):
    """Expression: true if a column is in an array written as text; `of` is their type."""

    template = "%(expressions)s::%(of)s[])"
    arg_joiner = " = ANY("
    output_field: Any = BooleanField()


@dataclass(frozen=True)
class ExcerptSegment:
    """A piece of an excerpt, marked when it is what was searched for."""

    text: str
    is_hit: bool


def excerpt(text: str, words: list[str]) -> list[ExcerptSegment]:
    """Return the text around the first hit in pieces; without a hit, the start of the text."""
    parts = (" ".join(part.split()) for part in unicodedata.normalize("NFC", text).split(BETWEEN))
    flat = " · ".join(part for part in parts if part)
    hits = _hits(folded(flat), words)
    first = hits[0][0] if hits else 0
    start = 0 if first <= AROUND else flat.find(" ", first - AROUND) + 1
    far = first + AROUND * 2
    end = len(flat) if len(flat) <= far else max(flat.rfind(" ", first, far), 0) or far
    return _pieces(flat, hits, start, end)


def _hits(plain: str, words: list[str]) -> list[tuple[int, int]]:
    if not words:
        return []
    starts = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return [hit.span() for hit in re.finditer(rf"(?<![^\W_])(?:{starts})[^\W_]*", plain)]


def _pieces(flat: str, hits: list[tuple[int, int]], start: int, end: int) -> list[ExcerptSegment]:
    pieces, at = [], start
    for begins, ends in hits:
        if begins < start or ends > end:
            continue
        pieces += [
            ExcerptSegment(flat[at:begins], is_hit=False),
            ExcerptSegment(flat[begins:ends], is_hit=True),
        ]
        at = ends
    pieces.append(ExcerptSegment(flat[at:end], is_hit=False))
    if start:
        pieces.insert(0, ExcerptSegment("… ", is_hit=False))
    if end < len(flat):
        pieces.append(ExcerptSegment(" …", is_hit=False))
    return [piece for piece in pieces if piece.text]
