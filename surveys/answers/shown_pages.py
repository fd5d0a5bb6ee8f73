"""A signed note in the form of an open survey: which pages were shown, and since when.

It travels with the form and is stored nowhere. Its time is rounded to five seconds, and the form of
one visit is all that it is about: it is signed together with the random id of that form.
"""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing

from clayton_review import clock

ROUNDED_TO = 5  # seconds
_SIGNER = signing.Signer(salt="shown pages")


@dataclass(frozen=True)
class ShownPages:
    """Pages of one form that were sent to the visitor, and when the first was (epoch seconds)."""

    pages: frozenset[int]
    since: int

    def with_page(self, page: int) -> "ShownPages":
        """Return the note after one more page."""
        return ShownPages(self.pages | {page}, self.since)

    def signed(self, submission_id: UUID) -> str:
        """Return the note as the form carries it."""
        pages = ".".join(str(page) for page in sorted(self.pages))
        return _SIGNER.sign(f"{submission_id} {self.since} {pages}")


def first_page() -> ShownPages:
    """Return the note of a form that begins now."""
    second = int(clock.now().timestamp())
    return ShownPages(frozenset({0}), second - second % ROUNDED_TO)


def read_shown_pages(signed: str, submission_id: UUID) -> ShownPages | None:
    """Return the note that a form brings; None if there is none, or not one of ours for it."""
    try:
        form_id, since, pages = _SIGNER.unsign(signed).split(" ")
    except signing.BadSignature:
        return None
    if form_id != str(submission_id):
        return None
    return ShownPages(frozenset(int(page) for page in pages.split(".")), int(since))
