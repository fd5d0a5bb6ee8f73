"""The charts' own words, translated by whoever has a chart drawn; labels come with the data."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Translate = Callable[[str], str]  # from the English words to those of a language


def gettext_noop(words: str) -> str:
    """Return the words; marks them for the catalog of translations."""
    return words


_translate: ContextVar[Translate] = ContextVar("translate", default=gettext_noop)


def gettext(words: str, **parts: object) -> str:
    """Return the words in the language in use, with their parts put in."""
    translation = _translate.get()(words)
    return translation.format(**parts) if parts else translation


@contextmanager
def translated_by(translate: Translate) -> Iterator[None]:
    """Draw with these translations inside the block."""
    before = _translate.set(translate)
    try:
        yield
    finally:
        _translate.reset(before)
