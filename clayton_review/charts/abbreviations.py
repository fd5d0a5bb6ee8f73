"""Full stops at the end of a text: of a sentence, or of an abbreviation."""

import re

# Abbreviations that end a title; their last stop belongs to the word. "No." is not among them: at
# an end it is an answer.
ABBREVIATIONS = frozenset(
    [
        "al",
        "approx",
        "dept",
        "etc",
        "Ave",
        "Blvd",
        "Bros",
        "Capt",
        "Co",
        "Corp",
        "Dept",
        "Det",
        "Dr",
        "Esq",
        "Gov",
        "Inc",
        "Jr",
        "Lt",
        "Ltd",
        "Mo",
        "Mr",
        "Mrs",
        "Ms",
        "Rd",
        "Sgt",
        "Sr",
        "St",
    ]
)

SPACED_ABBREVIATIONS = ("a. m.", "p. m.", "EE. UU.")  # Spanish
# One to three letters before and after the stop, as in "p.m" and "Ph.D"; no number, no address.
_HAS_INNER_STOPS = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}$")


def without_full_stop(text: str) -> str:
    """Return the text without its last full stop, unless that belongs to the last word.

    It does in `6:00 p.m.`, `Smith & Co.` and `Martin King Jr.`, but not in `The mean is 3.5.`
    """
    if text.endswith(SPACED_ABBREVIATIONS):
        return text
    last_word = text.removesuffix(".").rpartition(" ")[2]
    is_abbreviation = _HAS_INNER_STOPS.search(last_word) or last_word in ABBREVIATIONS
    return text if is_abbreviation else text.removesuffix(".")
