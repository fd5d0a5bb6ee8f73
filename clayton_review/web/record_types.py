"""Record types: how rows of each type are found, titled and opened; the apps register theirs.

Search and "what changed" read from here, so that a new type of record is declared in one place.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Func, Model, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Concat, Greatest, Left, Length, LPad, TruncDate
from django.db.models.lookups import GreaterThan
from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.web.search_text import BETWEEN

Expression = Any  # the name of a field, or an expression of the ORM


@dataclass(frozen=True)
class RecordType:
    """One type of record.

    `rows` returns the rows that a person may open; `key` is their id in the audit record;
    `heading` is the title. `url_name` and `address` (fields) make the page's address, `anchor` the
    place on it; `shape` is the knot on the thread. Rows are sorted by `newest`.

    Search: `search_fields` are searched (none: not searchable), `search_column` holds their words
    ready for search. Of a type that `is_large` at most a thousand matches are sorted. `number` is
    the prefix and the field of a plain number by which rows are cited (`P`, `number`), `code` an
    expression of a short name; `named` returns the condition for a typed name of another form
    (`INC-0001-C4`), or None. `excerpt_of` makes of a text and the words sought the excerpt and
    what follows the address.

    Access: `permission` is needed; who holds one of `unless` has another type for the same rows.

    What changed: `verbs` of the audit record that are listed (none: all), `verb_phrases` replaces
    some of them; `is_in_changes` is false for types that are never listed. `grouped` rows are
    listed together by their number.
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
    search_fields: tuple[Expression, ...] = ()
    newest: str = "-recorded_at"
    shape: str = "words"
    is_large: bool = False
    search_column: str = ""
    unless: frozenset[Permission] = frozenset()
    number: tuple[str, str] | None = None
    code: Expression | None = None
    named: Callable[[str], Q | None] | None = None
    verbs: frozenset[str] = frozenset()
    is_in_changes: bool = True
    verb_phrases: Mapping[str, str] = field(default_factory=dict)
    excerpt_of: Callable[[str, Sequence[str]], tuple[str, str]] | None = None
    grouped: "GroupedRows | None" = None

    def open_to(self, user: User) -> bool:
        """True if the person's role may open pages of this type at all."""
        if any(user.may(other) for other in self.unless):
            return False
        return user.may(self.permission)

    def is_referenced(self) -> bool:
        """True if people cite rows by a reference number, to which search then jumps."""
        return isinstance(self.key, str) and self.key == "reference"


@dataclass(frozen=True)
class GroupedRows:
    """Rows listed as one number: their condition, their noun, and the page with all of them."""

    condition: Any
    singular: str
    plural: str
    url_name: str


_RECORD_TYPES: dict[str, RecordType] = {}


def register(*types: RecordType) -> None:
    """Add record types; a name given twice replaces the first."""
    _RECORD_TYPES.update({record_type.name: record_type for record_type in types})


def record_types_for(user: User) -> list[RecordType]:
    """List of the types this person may open, in order of their registration."""
    return [record_type for record_type in _RECORD_TYPES.values() if record_type.open_to(user)]


def all_record_types() -> list[RecordType]:
    return list(_RECORD_TYPES.values())


class JoinedText(Func):
    """Expressions joined to one text by `glue`; a missing value is empty."""

    output_field: Any = TextField()

    def __init__(self, *expressions: Expression, glue: str = BETWEEN) -> None:
        super().__init__(*expressions)
        self.glue = glue

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]  # fewer options
        """Write the SQL flat: compiling nested functions takes longer than running the query."""
        parts, params = [], []
        for number, expression in enumerate(self.get_source_expressions()):
            sql, of_part = compiler.compile(expression)
            parts.append(f"coalesce(({sql})::text, '')")
            params += [*([self.glue] if number else []), *of_part]
        return f"({' || %s || '.join(parts)})", params


def text(expression: Expression) -> JoinedText:
    """Return an expression as text, so that rows of several types fit into one query."""
    return JoinedText(expression)


def numbered(prefix: str, field: str, n_digits: int) -> Any:
    """Return an expression for a number with prefix and leading zeros, such as `P-007`."""
    digits = Cast(field, TextField())
    padded = LPad(digits, Greatest(Length(digits), Value(n_digits)), Value("0"))
    return Concat(Value(f"{prefix}-"), padded, output_field=TextField())


def shortened(field: Expression, n: int) -> Case:
    """Return an expression for a text of at most `n` characters; a cut one ends with “…”."""
    cut = Concat(Left(field, n - 1), Value("…"), output_field=TextField())
    long = GreaterThan(Length(field), Value(n))
    return Case(When(long, then=cut), default=field, output_field=TextField())


def cited(prefix: str, field: str, between: str = " · ") -> JoinedText:
    """Return an expression that joins two fields, as in `D-0001 · Letter of September 29`."""
    return JoinedText(prefix, field, glue=between)


def local_day(field: str) -> TruncDate:
    """Return an expression for the day of a time in Clayton."""
    return TruncDate(field, tzinfo=clock.CLAYTON)


def link(url_name: str, first: str, second: str = "") -> str:
    """Return the address of a page from its URL name and the parts of its address."""
    arguments = [part for part in (first, second) if part]
    return reverse(url_name, args=arguments)


def located(rows: QuerySet[Any], address: tuple[Expression, ...]) -> QuerySet[Any]:
    """Add the parts of their address to rows: `of_first` and `of_second`."""
    first = text(address[0]) if address else Value("", output_field=TextField())
    second = text(address[1]) if len(address) > 1 else Value("", output_field=TextField())
    placed: QuerySet[Any] = rows.annotate(of_first=first, of_second=second)
    return placed


def union_rows(branches: list[QuerySet[Any]]) -> list[Any]:
    """Return the rows of several value queries, read in one query."""
    if not branches:
        return []
    return list(branches[0].union(*branches[1:], all=True)) if branches[1:] else list(branches[0])
