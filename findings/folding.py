"""Text without accents and in small letters, so that "policia" finds "Policía"."""

import unicodedata


def fold(text: str) -> str:
    """The text as it is searched."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in parts if not unicodedata.combining(sign)).casefold()
