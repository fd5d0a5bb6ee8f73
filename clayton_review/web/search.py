"""Search in everything a person may open: one query over all record types."""

import re
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, Model, QuerySet, TextField, Value

from clayton_review.accounts.models import User
from clayton_review.web.record_types import (
    JoinedText,
    RecordType,
    link,
    located,
    record_types_for,
    text,
    union_rows,
)
from clayton_review.web.search_text import (
    ExcerptSegment,
    HoldsWords,
    IsInArray,
    MatchesAllWords,
    as_query,
    excerpt,
    words_of,
)

FIRST = 5  # hits of each record type, when all are shown
PAGE = 20  # hits of one record type
MOST_COUNTED = 1_000
LARGEST_NUMBER = 2**31 - 1
LONGEST_EXCERPTED = 20_000
_REFERENCE = re.compile(r"[A-Za-z]{1,4}-\d{1,9}")
_CODE = re.compile(r"[A-Z][0-9A-F]{6}")  # `S3FA2B1`, of a random id


@dataclass(frozen=True)
class SearchHit:
    """One record that matches: its title, its address and the words around the match."""

    title: str
    url: str
    pieces: list[ExcerptSegment]


@dataclass(frozen=True)
class SearchGroup:
    """Hits of one type of records; `n` counts up to a thousand and one."""

    record_type: RecordType
    hits: list[SearchHit]
    n: int
    page: int = 1
    n_pages: int = 1

    @property
    def n_words(self) -> str:
        """Return the count in words, for example `more than 1,000`."""
        return f"more than {MOST_COUNTED:,}" if self.n > MOST_COUNTED else f"{self.n:,}"


def search(user: User, typed: str) -> list[SearchGroup]:
    """Return records that this person may open and that have all the words, by record type."""
    words = words_of(typed)
    if not words:
        return []
    record_types = searchable(user)
    sought = {
        record_type.name: matches_of(record_type, user, words) for record_type in record_types
    }
    branches = [
        _values(record_type, sought[record_type.name].rows)[: FIRST + 1]
        for record_type in record_types
    ]
    rows: dict[str, list[Any]] = {}
    for row in union_rows(branches):
        rows.setdefault(row["of_record_type"], []).append(row)
    return [
        SearchGroup(
            record_type,
            [_hit(record_type, row, words) for row in mine[:FIRST]],
            _count(sought[record_type.name], mine),
        )
        for record_type in record_types
        if (mine := rows.get(record_type.name))
    ]


def search_record_type(user: User, typed: str, name: str, page: str) -> SearchGroup | None:
    """Return one page of hits of one record type; None without words or for an unknown type."""
    words = words_of(typed)
    record_type = next(
        (record_type for record_type in searchable(user) if record_type.name == name), None
    )
    if record_type is None or not words:
        return None
    sought = matches_of(record_type, user, words)
    n = sought.count()
    last = max(1, -(-min(n, MOST_COUNTED) // PAGE))
    number = min(max(1, int(page)), last) if page.isascii() and page.isdigit() else 1
    start = (number - 1) * PAGE
    mine = _values(record_type, sought.rows)[start : start + PAGE]
    return SearchGroup(
        record_type, [_hit(record_type, row, words) for row in mine], n, number, last
    )


def searchable(user: User) -> list[RecordType]:
    """List of the record types this person may search."""
    return [record_type for record_type in record_types_for(user) if record_type.search_fields]


def jump(user: User, typed: str) -> str:
    """Return the address of the record whose reference was typed, if the person may open it."""
    name = typed.strip().upper()
    sought = {
        record_type.name: (record_type, _rows_by_reference(record_type, user, name))
        for record_type in record_types_for(user)
    }
    branches = [
        _values(record_type, rows)[:1] for record_type, rows in sought.values() if rows is not None
    ]
    hits = union_rows(branches)
    return _url(sought[hits[0]["of_record_type"]][0], hits[0]) if hits else ""


def _rows_by_reference(record_type: RecordType, user: User, name: str) -> Any:
    """Return the rows that a reference may mean; None if there can be none."""
    condition = record_type.named(name) if record_type.named is not None else None
    if condition is not None:
        return record_type.rows(user).filter(condition)
    if record_type.code is not None and _CODE.fullmatch(name):
        return record_type.rows(user).annotate(of_code=record_type.code).filter(of_code=name)
    if not _REFERENCE.fullmatch(name):
        return None
    prefix, _, number = name.partition("-")
    if record_type.number is not None and record_type.number[0] == prefix:
        return record_type.rows(user).filter(
            **{record_type.number[1]: min(int(number), LARGEST_NUMBER)}
        )
    if record_type.is_referenced():
        return record_type.rows(user).filter(reference=f"{prefix}-{int(number):04d}")
    return None


@dataclass(frozen=True)
class SearchMatches:
    """Rows that hold the words sought; for a large type their number is known at once."""

    rows: QuerySet[Any]
    n: int | None = None

    def count(self) -> int:
        """Count the rows, up to a thousand and one."""
        return self.n if self.n is not None else self.rows.order_by()[: MOST_COUNTED + 1].count()


def matches_of(record_type: RecordType, user: User, words: list[str]) -> SearchMatches:
    """Return rows of a type that this person may open and that have all the words.

    From a large type, any thousand of them are taken: fetching and sorting all rows with a common
    word would take a second, and nobody looks through them.
    """
    body = (
        record_type.search_fields[0]
        if len(record_type.search_fields) == 1
        else JoinedText(*record_type.search_fields)
    )
    body = F(body) if isinstance(body, str) else body
    query = Value(as_query(words), output_field=TextField())
    holds = (
        MatchesAllWords(F(record_type.search_column), query)
        if record_type.search_column
        else HoldsWords(body, query)
    )
    rows = record_type.rows(user).filter(holds)
    if not record_type.is_large:
        return SearchMatches(rows)
    keys = list(rows.order_by().values_list("pk", flat=True)[: MOST_COUNTED + 1])
    return SearchMatches(record_type.rows(user).filter(one_of(rows.model, keys)), len(keys))


def one_of(model: type[Model], keys: list[Any]) -> IsInArray:
    """Return the condition that a row's key is one of these, as one parameter of the query."""
    listed = Value("{" + ",".join(map(str, keys)) + "}", output_field=TextField())
    return IsInArray(F("pk"), listed, of=model._meta.pk.db_type(connection))


def titles_found(record_type: RecordType, user: User, words: list[str]) -> QuerySet[Any]:
    """Return titles, bodies and addresses of a type's matches, newest first."""
    return _values(record_type, matches_of(record_type, user, words).rows)


def _values(record_type: RecordType, rows: QuerySet[Any]) -> QuerySet[Any]:
    body = (
        JoinedText(*record_type.search_fields)
        if record_type.search_fields
        else Value("", output_field=TextField())
    )
    named = rows.annotate(
        of_record_type=Value(record_type.name, output_field=TextField()),
        of_title=text(record_type.heading),
        of_body=body,
    )
    placed = located(named, record_type.address).order_by(record_type.newest)
    return placed.values("of_record_type", "of_title", "of_body", "of_first", "of_second")


def _count(sought: SearchMatches, shown: list[Any]) -> int:
    return len(shown) if len(shown) <= FIRST else sought.count()


def _hit(record_type: RecordType, row: dict[str, str], words: list[str]) -> SearchHit:
    body, place = row["of_body"][:LONGEST_EXCERPTED], ""
    if record_type.excerpt_of is not None:
        body, place = record_type.excerpt_of(row["of_body"], words)
    return SearchHit(row["of_title"], _url(record_type, row) + place, excerpt(body, words))


def _url(record_type: RecordType, row: dict[str, str]) -> str:
    return link(record_type.url_name, row["of_first"], row["of_second"]) + record_type.anchor
