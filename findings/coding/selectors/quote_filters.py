"""Filters of the list of quotes."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from clayton_review.web.listing import Filter
from clayton_review.web.search_text import compared
from findings.coding.models.excerpts import Coding, Excerpt
from findings.coding.models.quotable_texts import QUOTABLE, Consent, source_kinds
from findings.coding.selectors.code_book import code_and_descendants

Excerpts = QuerySet[Excerpt]
# Filters that features above this one add to the list of quotes.
EXTRA_FILTERS: dict[str, Filter] = {}

CODED_CHOICES = [("no", "Without a code"), ("yes", "With a code")]
RELEASE_CHOICES = [
    ("open", "May be released"),
    ("confirm", "Waiting for the speaker’s confirmation"),
    ("closed", "Background only, not quoted"),
]


def with_code(rows: Any, name: str) -> Excerpts:
    """Keep quotes that anybody coded with this code or one below it."""
    codings = Coding.objects.filter(excerpt=OuterRef("pk"), code__in=code_and_descendants(name))
    return rows.filter(Exists(codings))  # type: ignore[no-any-return]


def with_typed_codes(rows: Any, words: str) -> Any:
    """Keep quotes coded with every `#code` or `#parent/child` in the words of a search."""
    for word in words.split()[:12]:
        if word.startswith("#"):
            rows = with_code(rows, word[1:].rpartition("/")[2].lower())
    return rows


def search_word(word: str) -> str:
    """Return a search word as it is compared with texts; codes are searched apart."""
    return "" if word.startswith("#") else compared(word)


def with_or_without_codes(rows: Any, answer: str) -> Excerpts:
    """Keep quotes with any code, or those without one."""
    is_coded = Exists(Coding.objects.filter(excerpt=OuterRef("pk")))
    return rows.filter(is_coded if answer == "yes" else ~is_coded)  # type: ignore[no-any-return]


def of_group(rows: Any, group: str) -> Excerpts:
    """Keep quotes said by somebody of this group."""
    stored_groups = [Q(**{kind.group: group}) for kind in source_kinds() if kind.group]
    return rows.filter(reduce(or_, stored_groups, Q(speaker_group=group)))  # type: ignore[no-any-return]


def with_consent(rows: Any, consent: str) -> Excerpts:
    """Keep quotes under this consent."""
    return rows.filter(_consent_in([consent]))  # type: ignore[no-any-return]


def collected_by(rows: Any, person: str) -> Excerpts:
    """Keep quotes of interviews this person held and of activities they facilitated."""
    return rows.filter(reduce(or_, [kind.collected_by(person) for kind in source_kinds()]))  # type: ignore[no-any-return]


def of_source_kind(rows: Any, kind: str) -> Excerpts:
    """Keep quotes cut from texts of this kind."""
    return rows.filter(**{f"{kind}__isnull": False})  # type: ignore[no-any-return]


def source_kind_choices() -> list[tuple[str, str]]:
    """List the kinds of text as choices of a filter."""
    return [(kind.field, kind.label) for kind in source_kinds()]


def by_release(rows: Any, choice: str) -> Excerpts:
    """Keep quotes that may be released now, need confirmation first, or may not be released."""
    awaits_confirmation = _consent_in([Consent.ON_RECORD]) & Q(words_confirmed_on__isnull=True)
    if choice == "confirm":
        return rows.filter(awaits_confirmation)  # type: ignore[no-any-return]
    quotable = _consent_in(QUOTABLE)
    return rows.filter(quotable & ~awaits_confirmation if choice == "open" else ~quotable)  # type: ignore[no-any-return]


def n_to_confirm() -> int:
    """Count the quotes that the speaker has not confirmed yet."""
    return by_release(Excerpt.objects.current(), "confirm").count()


def _consent_in(consents: Iterable[str]) -> Q:
    return reduce(or_, [Q(**{f"{kind.consent}__in": [*consents]}) for kind in source_kinds()])
