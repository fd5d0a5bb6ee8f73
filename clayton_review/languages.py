"""The languages in which pages are written, as the settings list them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.urls import reverse
from django.utils.translation import get_language, get_language_info, gettext, override, to_locale

ENGLISH = "en"  # the language that everything is written in first
OWN_NAMES: dict[str, str] = {code: str(name) for code, name in settings.LANGUAGES}
CODES = tuple(OWN_NAMES)
TRANSLATIONS = tuple(code for code in CODES if code != ENGLISH)


def english_name(code: str) -> str:
    """Return a language's English name, or its own name if Django does not know the language."""
    try:
        return str(get_language_info(code)["name"])
    except KeyError:
        return OWN_NAMES[code]


CHOICES = [(code, english_name(code)) for code in CODES]
ENGLISH_NAMES = dict(CHOICES)

# Code, own name and address of a page in another language.
LanguageLink = tuple[str, str, str]


def language_in_use() -> str:
    """Return the code of the language of this page or text."""
    return get_language() or ENGLISH


def quoted(text: str) -> str:
    """Return the text in the quotation marks of the language in use."""
    return gettext("“%(text)s”") % {"text": text}


def language_links(address_in: Callable[[str], str]) -> list[LanguageLink]:
    """Return links to a page in every other language, from its address in each."""
    others = [code for code in CODES if code != language_in_use()]
    return [(code, OWN_NAMES[code], address_in(code)) for code in others]


def in_each_language(words: str) -> dict[str, str]:
    """Return the English words in every language, as far as its catalog has them."""
    texts = {}
    for code in CODES:
        with override(code):
            texts[code] = gettext(words)
    return texts


def english_address(url_name: str, *args: Any) -> str:
    """Return the address of a page in English, whatever the language in use."""
    with override(ENGLISH):
        return reverse(url_name, args=args)


def check_catalogs(**_options: Any) -> list[CheckMessage]:
    """Refuse a language that the settings list and that has no compiled catalog."""
    folders = [Path(folder) for folder in settings.LOCALE_PATHS]
    catalogs = {code: f"{to_locale(code)}/LC_MESSAGES/django.mo" for code, _ in settings.LANGUAGES}
    return [
        Error(
            f"LANGUAGES lists {name} ({code}), but locale/{catalogs[code]} is missing: "
            "write django.po there and run `make messages`.",
            id="clayton_review.E001",
        )
        for code, name in settings.LANGUAGES
        if code != ENGLISH and not any((folder / catalogs[code]).exists() for folder in folders)
    ]
