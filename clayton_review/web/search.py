"""Search across everything a person may open: one query over all kinds, each as its room allows."""

import re
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, Model, QuerySet, TextField, Value

from clayton_review.accounts.models import User
from clayton_review.web.folding import (
    HoldsIndexed,
    HoldsWords,
    OneOf,
    Piece,
    as_query,
    excerpt,
    words_of,
)
from clayton_review.web.kinds import (
    Joined,
    Kind,
    kinds_for,
    link,
    located,
    text,
    together,
)

FIRST = 5  # of each kind, when all kinds are shown
PAGE = 20  # of one kind
MOST_COUNTED = 1_000
LARGEST_NUMBER = 2**31 - 1
LONGEST_EXCERPTED = 20_000
_REFERENCE = re.compile(r"[A-Za-z]{1,4}-\d{1,9}")
_CODE = re.compile(r"[A-Z][0-9A-F]{6}")  # `S3FA2B1`, of a random id


@dataclass(frozen=True)
class Hit:
    """One record found: its title, its address and the words around the hit."""

    title: str
    url: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Group:
    """What is found of one kind; `n` counts up to a thousand and says when there are more."""

    kind: Kind
    hits: list[Hit]
    n: int
    page: int = 1
    n_pages: int = 1

    @property
    def n_words(self) -> str:
        """The count as it is shown."""
        return f"more than {MOST_COUNTED:,}" if self.n > MOST_COUNTED else f"{self.n:,}"


def search(user: User, typed: str) -> list[Group]:
    """What this person may open and what holds all the words, grouped by kind."""
    words = words_of(typed)
    if not words:
        return []
    kinds = searchable(user)
    sought = {kind.name: found(kind, user, words) for kind in kinds}
    branches = [_values(kind, sought[kind.name].rows)[: FIRST + 1] for kind in kinds]
    rows: dict[str, list[Any]] = {}
    for row in together(branches):
        rows.setdefault(row["of_kind"], []).append(row)
    return [
        Group(
            kind, [_hit(kind, row, words) for row in mine[:FIRST]], _count(sought[kind.name], mine)
        )
        for kind in kinds
        if (mine := rows.get(kind.name))
    ]


def search_kind(user: User, typed: str, name: str, page: str) -> Group | None:
    """One page of what is found of one kind; None for no words and for a kind nobody knows."""
    words = words_of(typed)
    kind = next((one for one in searchable(user) if one.name == name), None)
    if kind is None or not words:
        return None
    sought = found(kind, user, words)
    n = sought.count()
    last = max(1, -(-min(n, MOST_COUNTED) // PAGE))
    number = min(max(1, int(page)), last) if page.isascii() and page.isdigit() else 1
    start = (number - 1) * PAGE
    mine = _values(kind, sought.rows)[start : start + PAGE]
    return Group(kind, [_hit(kind, row, words) for row in mine], n, number, last)


def searchable(user: User) -> list[Kind]:
    """The kinds this person may search."""
    return [kind for kind in kinds_for(user) if kind.words]


def jump(user: User, typed: str) -> str:
    """The address of the one record whose reference number was typed, if the person may open it."""
    name = typed.strip().upper()
    sought = {kind.name: (kind, _cited(kind, user, name)) for kind in kinds_for(user)}
    branches = [_values(kind, rows)[:1] for kind, rows in sought.values() if rows is not None]
    hits = together(branches)
    return _url(sought[hits[0]["of_kind"]][0], hits[0]) if hits else ""


def _cited(kind: Kind, user: User, name: str) -> Any:
    """The rows of a kind that a name may mean; None when it cannot mean any."""
    if kind.code is not None and _CODE.fullmatch(name):
        return kind.rows(user).annotate(of_code=kind.code).filter(of_code=name)
    if not _REFERENCE.fullmatch(name):
        return None
    prefix, _, number = name.partition("-")
    if kind.number is not None and kind.number[0] == prefix:
        return kind.rows(user).filter(**{kind.number[1]: min(int(number), LARGEST_NUMBER)})
    if kind.is_referenced():
        return kind.rows(user).filter(reference=f"{prefix}-{int(number):04d}")
    return None


@dataclass(frozen=True)
class Found:
    """The rows that hold what is sought; of a large kind their number is known at once."""

    rows: QuerySet[Any]
    n: int | None = None

    def count(self) -> int:
        """How many there are, up to a thousand and one."""
        return self.n if self.n is not None else self.rows.order_by()[: MOST_COUNTED + 1].count()


def found(kind: Kind, user: User, words: list[str]) -> Found:
    """The rows of a kind that this person may open and that hold all the words.

    Of a large kind any thousand that do are taken: to fetch and sort all rows with a common word
    would take a second, and nobody looks through them.
    """
    body = kind.words[0] if len(kind.words) == 1 else Joined(*kind.words)
    body = F(body) if isinstance(body, str) else body
    query = Value(as_query(words), output_field=TextField())
    holds = HoldsIndexed(F(kind.index), query) if kind.index else HoldsWords(body, query)
    rows = kind.rows(user).filter(holds)
    if not kind.is_large:
        return Found(rows)
    few = list(rows.order_by().values_list("pk", flat=True)[: MOST_COUNTED + 1])
    return Found(kind.rows(user).filter(one_of(rows.model, few)), len(few))


def one_of(model: type[Model], keys: list[Any]) -> OneOf:
    """Whether a row's key is one of these; a thousand of them are one text, not a thousand."""
    listed = Value("{" + ",".join(map(str, keys)) + "}", output_field=TextField())
    return OneOf(F("pk"), listed, of=model._meta.pk.db_type(connection))


def titles_found(kind: Kind, user: User, words: list[str]) -> QuerySet[Any]:
    """What is found of a kind, as titles, bodies and addresses, the newest first."""
    return _values(kind, found(kind, user, words).rows)


def _values(kind: Kind, rows: QuerySet[Any]) -> QuerySet[Any]:
    body = Joined(*kind.words) if kind.words else Value("", output_field=TextField())
    named = rows.annotate(
        of_kind=Value(kind.name, output_field=TextField()),
        of_title=text(kind.heading),
        of_body=body,
    )
    placed = located(named, kind.address).order_by(kind.newest)
    return placed.values("of_kind", "of_title", "of_body", "of_first", "of_second")


def _count(sought: Found, shown: list[Any]) -> int:
    return len(shown) if len(shown) <= FIRST else sought.count()


def _hit(kind: Kind, row: dict[str, str], words: list[str]) -> Hit:
    body, place = row["of_body"][:LONGEST_EXCERPTED], ""
    if kind.told is not None:
        body, place = kind.told(row["of_body"], words)
    return Hit(row["of_title"], _url(kind, row) + place, excerpt(body, words))


def _url(kind: Kind, row: dict[str, str]) -> str:
    return link(kind.url_name, row["of_first"], row["of_second"]) + kind.anchor
