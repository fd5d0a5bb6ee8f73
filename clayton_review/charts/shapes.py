"""The data of every chart shape, as frozen dataclasses that survive a round trip through JSON."""

from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar


@dataclass(frozen=True)
class Bar:
    """One bar; `value`, `lower`, `upper` in the chart's unit, None where suppressed."""

    label: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    is_marked: bool = False


@dataclass(frozen=True)
class BarChart:
    """Horizontal bars with optional intervals, on a scale from 0 to `maximum`."""

    shape: ClassVar[str] = "bars"
    title: str
    unit: str
    maximum: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class AgreementRow:
    """One statement and the percent of answers at each step, from disagreement to agreement."""

    label: str
    percents: tuple[float | None, ...]


@dataclass(frozen=True)
class AgreementChart:
    """Diverging bars around the neutral step of an agreement scale."""

    shape: ClassVar[str] = "agreement"
    title: str
    steps: tuple[str, ...]
    rows: tuple[AgreementRow, ...]


@dataclass(frozen=True)
class PlanPoint:
    """One month of a plan: `label` as printed, cumulative `planned` and (when known) `actual`."""

    label: str
    planned: float
    actual: float | None


@dataclass(frozen=True)
class PlanChart:
    """A line of what happened beside the plan, under a limit."""

    shape: ClassVar[str] = "plan"
    title: str
    unit: str
    limit: float | None
    points: tuple[PlanPoint, ...]


@dataclass(frozen=True)
class MilestoneMark:
    """One milestone: ISO dates of its baseline, present due date and completion."""

    label: str
    baseline_on: str
    due_on: str
    reached_on: str | None


@dataclass(frozen=True)
class MilestoneChart:
    """A strip of milestones along time, with slips and today's line (ISO date)."""

    shape: ClassVar[str] = "milestones"
    title: str
    today: str
    marks: tuple[MilestoneMark, ...]


Chart = BarChart | AgreementChart | PlanChart | MilestoneChart

_PARTS: dict[str, type[Any]] = {
    "bars": Bar,
    "rows": AgreementRow,
    "points": PlanPoint,
    "marks": MilestoneMark,
}
_SHAPES: dict[str, type[Any]] = {
    kind.shape: kind for kind in (BarChart, AgreementChart, PlanChart, MilestoneChart)
}


def to_json(chart: Chart) -> dict[str, Any]:
    """The chart as plain JSON values, its shape named; floats become decimal strings."""
    return {"shape": chart.shape, **_plain(asdict(chart))}


def from_json(stored: dict[str, Any]) -> Chart:
    """The chart that `to_json` stored; raises `KeyError` for an unknown shape."""
    kind = _SHAPES[stored["shape"]]
    made: Chart = _build(kind, {name: stored[name] for name in stored if name != "shape"})
    return made


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return repr(value) if isinstance(value, float) else value


def _build(kind: type[Any], stored: dict[str, Any]) -> Any:
    values: dict[str, Any] = {}
    for field in fields(kind):
        value = stored[field.name]
        if field.name in _PARTS and isinstance(value, list):
            value = tuple(_build(_PARTS[field.name], part) for part in value)
        elif "tuple" in str(field.type):
            value = tuple(_number(part, str(field.type)) for part in value)
        else:
            value = _number(value, str(field.type))
        values[field.name] = value
    return kind(**values)


def _number(value: Any, declared: str) -> Any:
    return float(value) if "float" in declared and value is not None else value
