"""Figures, their scope, and the registry that computes each one by its name."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from clayton_review.charts import shapes
from clayton_review.charts.shapes import Chart


class Audience(StrEnum):
    """The readers a figure is computed for; they decide what is suppressed."""

    TEAM = "team"
    BOARD = "board"
    PUBLIC = "public"


class State(StrEnum):
    """The state of a figure's subject; always shown as word, shape and color."""

    NONE = ""
    ON_TRACK = "on track"
    WATCH = "watch"
    ATTENTION = "attention"


@dataclass(frozen=True)
class Scope:
    """The moment (aware) up to which records count, and the audience they are counted for."""

    as_of: datetime
    audience: Audience


@dataclass(frozen=True)
class Column:
    """A table column; `kind` is text, count, percent, money, number or date."""

    label: str
    kind: str = "text"


Cell = str | None


@dataclass(frozen=True)
class Table:
    """Columns and rows of cells: text or canonical decimal strings; None is a suppressed cell."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Figure:
    """One table, one chart, one sentence, one method note, and the address of its evidence."""

    name: str
    title: str  # the statement: a sentence that says the fact
    sentence: str  # the caption: what is shown, in words and numbers
    unit: str
    denominator: str
    method: str
    table: Table
    evidence_url: str
    value: Cell = None  # the headline number; None when there is none or it is suppressed
    chart: Chart | None = None
    state: State = State.NONE
    state_words: str = ""
    suppressed: str = ""  # what is not shown and why; empty when all is shown
    n: Cell = None  # how many records the base has, each counted once
    n_weighted: Cell = None  # how many people they stand for, where they stand for others
    lower: Cell = None  # the ends of the value's 95% interval, where it has one
    upper: Cell = None
    certificates: tuple[Mapping[str, Any], ...] = ()  # what disclosure control proves, public parts
    proofs: tuple[str, ...] = field(default=(), compare=False)  # all of it, as JSON; never drawn


OPTIONAL = ("n", "n_weighted", "lower", "upper", "certificates")
FigureFunction = Callable[[Scope], Figure]
FamilyFunction = Callable[[Scope, str], Figure]
KeysFunction = Callable[[Scope], list[str]]

_FIGURES: dict[str, FigureFunction] = {}
_FAMILIES: dict[str, tuple[FamilyFunction, KeysFunction]] = {}
_TRANSLATED: set[str] = set()


def figure(name: str, *, is_translated: bool = False) -> Callable[[FigureFunction], FigureFunction]:
    """Register the function that computes the figure of this name, `app.what`.

    A figure that `is_translated` is also stored in the public's other languages. Raises
    `ValueError` for a name defined twice.
    """

    def register(function: FigureFunction) -> FigureFunction:
        if name in _FIGURES:
            raise ValueError(f"figure {name} is defined twice")
        _FIGURES[name] = function
        if is_translated:
            _TRANSLATED.add(name)
        return function

    return register


def family(
    name: str, keys: KeysFunction, *, is_translated: bool = False
) -> Callable[[FamilyFunction], FamilyFunction]:
    """Register a function that computes one figure for each key: `name/key`.

    Raises `ValueError` for a name defined twice.
    """

    def register(function: FamilyFunction) -> FamilyFunction:
        if name in _FAMILIES:
            raise ValueError(f"figure family {name} is defined twice")
        _FAMILIES[name] = (function, keys)
        if is_translated:
            _TRANSLATED.add(name)
        return function

    return register


def compute(name: str, scope: Scope) -> Figure:
    """Return the figure of this name for this scope; raises `KeyError` for an unknown name."""
    stem, _, key = name.partition("/")
    if key:
        return _FAMILIES[stem][0](scope, key)
    return _FIGURES[name](scope)


@dataclass(frozen=True)
class IssuedFigures:
    """Reads of issued reports, by the name of a figure, for the rooms below them."""

    read: Callable[[str], list[Figure]]
    has: Callable[[str], bool]


_ISSUES: list[IssuedFigures] = []


def register_issues(issues: IssuedFigures) -> None:
    """Register how figures of issued reports are read; twice does nothing."""
    if issues not in _ISSUES:
        _ISSUES.append(issues)


def issued(name: str) -> list[Figure]:
    """Return the figure of this name as each report has issued it in English, oldest first."""
    return [figure for issues in _ISSUES for figure in issues.read(name)]


def is_issued(name: str) -> bool:
    """True if the latest issued report has a figure of this name for the public."""
    return any(issues.has(name) for issues in _ISSUES)


def names(scope: Scope) -> Iterator[str]:
    """Yield all figure names that exist in this scope, in a stable order."""
    yield from sorted(_FIGURES)
    for stem in sorted(_FAMILIES):
        yield from (f"{stem}/{key}" for key in _FAMILIES[stem][1](scope))


def translated_names(scope: Scope) -> list[str]:
    """List the figures of this scope that have words in the public's other languages."""
    return [name for name in names(scope) if name.partition("/")[0] in _TRANSLATED]


def cell(value: Decimal | int | float, places: int | None = None) -> str:
    """Return a number as a canonical decimal string, rounded half up to `places` when given."""
    number = Decimal(repr(float(value))) if isinstance(value, float) else Decimal(value)
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")
    return format(number, "f")


def to_json(figure: Figure) -> dict[str, Any]:
    """Return the figure as plain JSON values; numbers are decimal strings.

    Optional values that are absent are left out, and so are the proofs, which tell more than the
    figure.
    """
    stored = asdict(figure)
    del stored["proofs"]
    for name in OPTIONAL:
        if stored[name] is None or stored[name] == ():
            del stored[name]
    if figure.certificates:
        stored["certificates"] = [dict(certificate) for certificate in figure.certificates]
    stored["chart"] = shapes.to_json(figure.chart) if figure.chart else None
    stored["state"] = figure.state.value
    stored["table"] = {
        "columns": [asdict(column) for column in figure.table.columns],
        "rows": [list(row) for row in figure.table.rows],
    }
    return stored


def from_json(stored: dict[str, Any]) -> Figure:
    """Return the figure that `to_json` stored."""
    table = Table(
        columns=tuple(Column(**column) for column in stored["table"]["columns"]),
        rows=tuple(tuple(row) for row in stored["table"]["rows"]),
    )
    chart = shapes.from_json(stored["chart"]) if stored["chart"] else None
    values: dict[str, Any] = {"table": table, "chart": chart, "state": State(stored["state"])}
    if "certificates" in stored:
        values["certificates"] = tuple(stored["certificates"])
    return Figure(**{**stored, **values})
