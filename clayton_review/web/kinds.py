"""The kinds of records there are: how each is found, titled and opened; the apps register theirs.

Search and "what changed" read from here, so that a new kind of record is made known in one place.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Func, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat, Greatest, Length, LPad, TruncDate
from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission, Role
from clayton_review.web.folding import BETWEEN

Expression = Any  # the name of a field, or an expression of the ORM


@dataclass(frozen=True)
class Kind:
    """One kind of record.

    `rows` gives what a person may open; `key` is how the audit record names a row; `heading` is
    its title; `url_name` and `address` (fields) are its page, `anchor` the place on it; `words`
    are the fields searched, empty for kinds that are not; `shape` is its knot on the thread.
    `is_large` kinds have an index on their words, and of common words only a thousand rows are
    sorted; `index` names a column that holds the words ready for search. Whoever holds one of
    `unless` has another kind for the same rows; `roles` narrows it to some roles. `number` is the
    prefix and the field of a plain number by which it is cited (`P`, `number`), `code` an
    expression of its short name. `acts` are the verbs of the audit record that are told of it;
    none means all, and `is_told` is false for kinds no visit is told of. `said` puts verbs into
    better words. `gathered` names rows that are told together by their number, as one and many.
    `told` makes of a text that was found, and the words sought, what the hit shows and what follows
    its address.
    """

    name: str
    label: str
    noun: str
    model: type[Model]
    permission: Permission
    rows: Callable[[User], QuerySet[Any]]
    heading: Expression
    url_name: str
    address: tuple[Expression, ...] = ("reference",)
    key: Expression = "reference"
    anchor: str = ""
    words: tuple[Expression, ...] = ()
    newest: str = "-recorded_at"
    shape: str = "words"
    is_large: bool = False
    index: str = ""
    unless: frozenset[Permission] = frozenset()
    roles: frozenset[Role] = frozenset()
    number: tuple[str, str] | None = None
    code: Expression | None = None
    acts: frozenset[str] = frozenset()
    is_told: bool = True
    said: Mapping[str, str] = field(default_factory=dict)
    told: Callable[[str, Sequence[str]], tuple[str, str]] | None = None
    gathered: "Gathered | None" = None

    def open_to(self, user: User) -> bool:
        """Whether the person's role may open pages of this kind at all."""
        if any(user.may(other) for other in self.unless):
            return False
        return user.may(self.permission) and (not self.roles or user.role in self.roles)

    def is_referenced(self) -> bool:
        """Whether people cite it by a reference number, which search then jumps to."""
        return isinstance(self.key, str) and self.key == "reference"


@dataclass(frozen=True)
class Gathered:
    """Rows told as a number: which ones, in which words, and the page that has them all."""

    which: Any  # a condition
    one: str
    many: str
    url_name: str


_KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Make kinds of records known; a name given twice replaces the first."""
    _KINDS.update({kind.name: kind for kind in kinds})


def kinds_for(user: User) -> list[Kind]:
    """The kinds this person may open, in order of their registration."""
    return [kind for kind in _KINDS.values() if kind.open_to(user)]


def all_kinds() -> list[Kind]:
    """Every kind that is registered."""
    return list(_KINDS.values())


class Joined(Func):
    """Expressions as one text with something between them; what is missing is empty."""

    output_field: Any = TextField()

    def __init__(self, *expressions: Expression, glue: str = BETWEEN) -> None:
        super().__init__(*expressions)
        self.glue = glue

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]  # fewer options
        """Written flat: nested functions would cost more to compile than the query to run."""
        parts, params = [], []
        for number, expression in enumerate(self.get_source_expressions()):
            sql, of_part = compiler.compile(expression)
            parts.append(f"coalesce(({sql})::text, '')")
            params += [*([self.glue] if number else []), *of_part]
        return f"({' || %s || '.join(parts)})", params


def text(expression: Expression) -> Joined:
    """An expression as text, so that rows of different kinds fit into one query."""
    return Joined(expression)


def numbered(prefix: str, field: str, n_digits: int) -> Any:
    """`P-007` from a plain number, with at least so many digits."""
    digits = Cast(field, TextField())
    padded = LPad(digits, Greatest(Length(digits), Value(n_digits)), Value("0"))
    return Concat(Value(f"{prefix}-"), padded, output_field=TextField())


def cited(prefix: str, field: str, between: str = " · ") -> Joined:
    """A heading of two fields, for example `D-0001 · Letter of September 29`."""
    return Joined(prefix, field, glue=between)


def local_day(field: str) -> TruncDate:
    """The day in Clayton of a moment."""
    return TruncDate(field, tzinfo=clock.CLAYTON)


def link(url_name: str, first: str, second: str = "") -> str:
    """The address of a page, or nothing when the kind has no page of its own."""
    arguments = [part for part in (first, second) if part]
    return reverse(url_name, args=arguments)


def located(rows: QuerySet[Any], address: tuple[Expression, ...]) -> QuerySet[Any]:
    """The rows with the parts of their address as `first` and `second`."""
    first = text(address[0]) if address else Value("", output_field=TextField())
    second = text(address[1]) if len(address) > 1 else Value("", output_field=TextField())
    placed: QuerySet[Any] = rows.annotate(of_first=first, of_second=second)
    return placed


def together(branches: list[QuerySet[Any]]) -> list[Any]:
    """The rows of several value queries, read in one query; nothing for no branches."""
    if not branches:
        return []
    return list(branches[0].union(*branches[1:], all=True)) if branches[1:] else list(branches[0])
