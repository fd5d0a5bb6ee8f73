"""A text in several languages on one line: `Yes | Sí`, or `Yes | Sí | fr: Oui`."""

from clayton_review.languages import ENGLISH, TRANSLATIONS
from surveys.questionnaire.questionnaire import Wording


def wording_in(line: str) -> Wording | None:
    """Return the texts by language, English first; None if one is missing or there twice.

    A part that does not name its language is in the next one of the settings.
    """
    english, *parts = (part.strip() for part in line.split("|", len(TRANSLATIONS)))
    wording = {ENGLISH: english}
    for part in parts:
        code, text = _named_translation(part) or (
            next(c for c in TRANSLATIONS if c not in wording),
            part,
        )
        if code in wording:
            return None
        wording[code] = text
    return wording if all(wording.values()) else None


def _named_translation(part: str) -> tuple[str, str] | None:
    code, colon, text = part.partition(":")
    return (code.strip(), text.strip()) if colon and code.strip() in TRANSLATIONS else None
