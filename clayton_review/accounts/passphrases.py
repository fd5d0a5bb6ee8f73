"""Passphrases that are long and still guessed first: rows of keys, repeats, common words."""

import re
from itertools import pairwise

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

RULE = "Not a row of keys, a repeat, a common word plus a little, or only very common words."
_ROWS = ("1234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_LEAST_DIFFERENT = 6
_LONGEST_PART_IN_A_ROW = 0.5
_OWN_WORDS = frozenset({"clayton", "claytonreview", "claytonpolice", "missouri", "saintlouis"})
_COMMON_WORDS_ONLY = re.compile(
    "(?:clayton|police|policing|department|dept|pd|cop|review|study|survey|portal|board|alder|men|"
    "man|city|county|citizen|resident|team|reform|year|missouri|mo|saint|st|louis|cps|welcome|love|"
    "hello|password|secret|login|admin|let|me|the|to|my|our|we|in|of|at|i|s|x)+"
)
_WRITTEN_FOR = str.maketrans("013457@$!", "oleastasi")


class GuessablePassphraseValidator:
    """Refuses what a list or a simple rule guesses; needs no network."""

    def __init__(self) -> None:
        self.common = frozenset(CommonPasswordValidator().passwords) | _OWN_WORDS

    def validate(self, password: str, user: object = None) -> None:
        """Raise `ValidationError` for a passphrase that is guessed first."""
        if is_guessable(password, self.common):
            raise ValidationError(
                "This password is easy to guess. Use several words that do not belong together.",
                code="guessable",
            )

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return RULE


def is_guessable(password: str, common: frozenset[str]) -> bool:
    """True if the passphrase is a repeat, mostly a row of keys, or a common word and some padding.

    So is one of the study's and other very common words alone. Words are compared without case,
    with digits read as the letters that they are written for; repeats also without digits and
    signs. A few letters between many digits and signs are no words.
    """
    text = re.sub(r"\s", "", password.lower())
    letters = re.sub(r"[\W\d_]", "", text)
    return (
        len(set(text)) < _LEAST_DIFFERENT
        or text.isdecimal()
        or any(_is_repeat(form) for form in (text, letters))
        or (2 * len(letters) > len(text) and _COMMON_WORDS_ONLY.fullmatch(letters) is not None)
        or _share_in_a_row(text) > _LONGEST_PART_IN_A_ROW
        or not common.isdisjoint(_words(text))
    )


def _is_repeat(text: str) -> bool:
    return re.fullmatch(r"(.{1,12}?)\1+.{0,2}", text) is not None


def _share_in_a_row(text: str) -> float:
    """Return the share of neighbors that also stand side by side in a row, forward or back."""
    n_steps = sum(a + b in row or b + a in row for row in _ROWS for a, b in pairwise(text))
    return n_steps / max(len(text) - 1, 1)


def _words(text: str) -> set[str]:
    """Return the whole text as read, and without digits and signs at its ends."""
    cores = (text, re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text))
    return {form for core in cores for form in (core, core.translate(_WRITTEN_FOR))}
