"""The charts' own words in the language they are drawn in; labels come with the data."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_language: ContextVar[str] = ContextVar("language", default="en")

# Of the shapes that stand on Spanish pages: bars and agreement.
SPANISH = {
    "not shown": "no se muestra",
    "to protect small groups": "para proteger a grupos pequeños",
    "nothing to show yet": "todavía no hay nada que mostrar",
    "At right: {steps}": "A la derecha: {steps}",
    "for all {n} shown, {value} {steps}": "en las {n} filas que se muestran, {value} {steps}",
    "“{text}”": "«{text}»",
    "most for {row}": "más en {row}",
    "least for {row}": "menos en {row}",
    "all {n} shown are {value}": "las {n} barras que se muestran son {value}",
    "largest is {bar}": "la mayor es {bar}",
    "smallest is {bar}": "la menor es {bar}",
    "largest are {bars}, {value} each": "las mayores son {bars}, {value} cada una",
    "smallest are {bars}, {value} each": "las menores son {bars}, {value} cada una",
    "(interval {ends})": "(intervalo {ends})",
    "{number} percent": "{number} por ciento",
    " to ": " a ",
    "and": "y",
    "or": "o",
    "1 other": "1 más",
    "{n} others": "{n} más",
}


def translate(words: str, **parts: object) -> str:
    """Return the words in the language in use, with their parts put in."""
    translation = SPANISH.get(words, words) if _language.get() == "es" else words
    return translation.format(**parts) if parts else translation


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Draw in this language inside the block; words without a translation stay English."""
    before = _language.set(language)
    try:
        yield
    finally:
        _language.reset(before)
