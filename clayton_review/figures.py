"""`Figure`, `Scope` and the registry: one number, one place, drawn the same everywhere."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from clayton_review.charts import shapes
from clayton_review.charts.shapes import Chart


class Audience(StrEnum):
    """For whom a figure is computed; decides what is suppressed."""

    TEAM = "team"
    BOARD = "board"
    PUBLIC = "public"


class State(StrEnum):
    """How a thing stands; always shown as word, shape and color."""

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
    """Cells are text or canonical decimal strings; None is a suppressed cell."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Figure:
    """One table, one chart, one sentence, one method note, and the way to its evidence."""

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


def figure(name: str) -> Callable[[FigureFunction], FigureFunction]:
    """Register the function that computes the figure of this name, `app.what`."""

    def register(function: FigureFunction) -> FigureFunction:
        if name in _FIGURES:
            raise ValueError(f"figure {name} is defined twice")
        _FIGURES[name] = function
        return function

    return register


def family(name: str, keys: KeysFunction) -> Callable[[FamilyFunction], FamilyFunction]:
    """Register a function that computes one figure for each key: `name/key`."""

    def register(function: FamilyFunction) -> FamilyFunction:
        if name in _FAMILIES:
            raise ValueError(f"figure family {name} is defined twice")
        _FAMILIES[name] = (function, keys)
        return function

    return register


def compute(name: str, scope: Scope) -> Figure:
    """The figure of this name for this scope; raises `KeyError` for an unknown name."""
    stem, _, key = name.partition("/")
    if key:
        return _FAMILIES[stem][0](scope, key)
    return _FIGURES[name](scope)


def names(scope: Scope) -> Iterator[str]:
    """All figure names that exist in this scope, in a stable order."""
    yield from sorted(_FIGURES)
    for stem in sorted(_FAMILIES):
        yield from (f"{stem}/{key}" for key in _FAMILIES[stem][1](scope))


def cell(value: Decimal | int | float, places: int | None = None) -> str:
    """A number as a canonical decimal string, rounded half up to `places` when given."""
    number = Decimal(repr(float(value))) if isinstance(value, float) else Decimal(value)
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")
    return format(number, "f")


def to_json(made: Figure) -> dict[str, Any]:
    """The figure as plain JSON values; numbers are decimal strings. Optional ones that are not
    there are left out, and so are the proofs, which tell more than the figure.
    """
    stored = asdict(made)
    del stored["proofs"]
    for name in OPTIONAL:
        if stored[name] is None or stored[name] == ():
            del stored[name]
    if made.certificates:
        stored["certificates"] = [dict(one) for one in made.certificates]
    stored["chart"] = shapes.to_json(made.chart) if made.chart else None
    stored["state"] = made.state.value
    stored["table"] = {
        "columns": [asdict(column) for column in made.table.columns],
        "rows": [list(row) for row in made.table.rows],
    }
    return stored


def from_json(stored: dict[str, Any]) -> Figure:
    """The figure that `to_json` stored."""
    table = Table(
        columns=tuple(Column(**column) for column in stored["table"]["columns"]),
        rows=tuple(tuple(row) for row in stored["table"]["rows"]),
    )
    chart = shapes.from_json(stored["chart"]) if stored["chart"] else None
    rest: dict[str, Any] = {"table": table, "chart": chart, "state": State(stored["state"])}
    if "certificates" in stored:
        rest["certificates"] = tuple(stored["certificates"])
    return Figure(**{**stored, **rest})
