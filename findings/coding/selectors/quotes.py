"""Finding excerpts again: by words, code, group, consent, finding, interviewer, and release."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from clayton_review.web.listing import Filter
from clayton_review.web.search_text import compared
from findings.coding.models.excerpts import Coding, Excerpt
from findings.coding.models.sources import QUOTABLE, Consent, source_kinds
from findings.coding.selectors.code_book import with_all_below

Excerpts = QuerySet[Excerpt]
# Filters of the list of quotes that features above this one add.
ADDED_FILTERS: dict[str, Filter] = {}

CODED = [("no", "Without a code"), ("yes", "With a code")]
RELEASES = [
    ("open", "May be released"),
    ("confirm", "Waiting for the speaker’s confirmation"),
    ("closed", "Background only, not quoted"),
]


def with_code(rows: Any, name: str) -> Excerpts:
    """Coded with this code or one below it, by anybody."""
    codings = Coding.objects.filter(excerpt=OuterRef("pk"), code__in=with_all_below(name))
    return rows.filter(Exists(codings))  # type: ignore[no-any-return]


def with_typed_codes(rows: Any, words: str) -> Any:
    """Coded with every `#code` or `#parent/child` among the words of a search."""
    for word in words.split()[:12]:
        if word.startswith("#"):
            rows = with_code(rows, word[1:].rpartition("/")[2].lower())
    return rows


def search_word(word: str) -> str:
    """A word as it is looked for in the text: a code is looked for apart."""
    return "" if word.startswith("#") else compared(word)


def coded(rows: Any, answer: str) -> Excerpts:
    """With any code, or with none."""
    is_coded = Exists(Coding.objects.filter(excerpt=OuterRef("pk")))
    return rows.filter(is_coded if answer == "yes" else ~is_coded)  # type: ignore[no-any-return]


def of_group(rows: Any, group: str) -> Excerpts:
    """Said by somebody of this group."""
    stored = [Q(**{kind.group: group}) for kind in source_kinds() if kind.group]
    return rows.filter(reduce(or_, stored, Q(speaker_group=group)))  # type: ignore[no-any-return]


def with_consent(rows: Any, consent: str) -> Excerpts:
    """Said under this consent."""
    return rows.filter(_consent_in([consent]))  # type: ignore[no-any-return]


def heard_by(rows: Any, person: str) -> Excerpts:
    """From interviews this person held, or activities they facilitated."""
    return rows.filter(reduce(or_, [kind.heard_by(person) for kind in source_kinds()]))  # type: ignore[no-any-return]


def of_kind(rows: Any, kind: str) -> Excerpts:
    """From texts of this kind."""
    return rows.filter(**{f"{kind}__isnull": False})  # type: ignore[no-any-return]


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of text as choices of a filter."""
    return [(kind.field, kind.label) for kind in source_kinds()]


def releasable(rows: Any, how: str) -> Excerpts:
    """Quotes that may be released as they stand (open), wait for confirmation, or are closed."""
    waits = _consent_in([Consent.ON_RECORD]) & Q(words_confirmed_on__isnull=True)
    if how == "confirm":
        return rows.filter(waits)  # type: ignore[no-any-return]
    quotable = _consent_in(QUOTABLE)
    return rows.filter(quotable & ~waits if how == "open" else ~quotable)  # type: ignore[no-any-return]


def n_waiting() -> int:
    """Count the quotes that wait for their speaker’s confirmation."""
    return releasable(Excerpt.objects.current(), "confirm").count()


def _consent_in(consents: Iterable[str]) -> Q:
    return reduce(or_, [Q(**{f"{kind.consent}__in": [*consents]}) for kind in source_kinds()])
