"""Reads of letters over several rows."""

from dataclasses import dataclass

from clayton_review.letters.models import Letter


@dataclass(frozen=True)
class LateLetters:
    """Count of letters that are late or failed, and what went wrong with the newest of them."""

    n: int
    last_error: str


def late_letters() -> LateLetters:
    """Return how many letters are late or failed, with the error of the newest one."""
    errors = list(Letter.objects.late_or_failed().values_list("last_error", flat=True))
    return LateLetters(n=len(errors), last_error=next(filter(None, errors), ""))
