"""All chart shapes by name, and their conversion to and from JSON."""

from dataclasses import asdict, fields
from functools import cache
from typing import Any, get_args, get_type_hints

from clayton_review.charts.agreement import AgreementChart, AgreementRow
from clayton_review.charts.bars import Bar, BarChart
from clayton_review.charts.line import LineChart, LinePoint
from clayton_review.charts.milestones import MilestoneChart, MilestoneMark
from clayton_review.charts.plan import PlanLineChart, PlanPoint

__all__ = [
    "SHAPES",
    "AgreementChart",
    "AgreementRow",
    "Bar",
    "BarChart",
    "Chart",
    "LineChart",
    "LinePoint",
    "MilestoneChart",
    "MilestoneMark",
    "PlanLineChart",
    "PlanPoint",
    "from_json",
    "to_json",
]

# A new shape: one file with `shape`, `draw`, `sentence` and `table`, and its name here.
Chart = BarChart | AgreementChart | PlanLineChart | MilestoneChart | LineChart

SHAPES: dict[str, type[Any]] = {kind.shape: kind for kind in get_args(Chart)}


def to_json(chart: Chart) -> dict[str, Any]:
    """Return the chart as plain JSON values, its shape named; numbers become decimal strings."""
    return {"shape": chart.shape, **_to_plain(asdict(chart))}


def from_json(stored: dict[str, Any]) -> Chart:
    """Return the chart that `to_json` stored.

    A part that the shape did not have yet takes its default. Raises `KeyError` for an unknown
    shape and `TypeError` for another missing part.
    """
    chart: Chart = _build(SHAPES[stored["shape"]], stored)
    return chart


def _to_plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _to_plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_to_plain(part) for part in value]
    if value is None or isinstance(value, str | bool):
        return value
    return repr(float(value))


def _build(kind: Any, stored: Any) -> Any:
    if stored is None:
        return None
    parts = get_args(kind)
    if isinstance(stored, list):
        return tuple(_build(parts[0], part) for part in stored)
    if isinstance(stored, dict):
        hints = _hints(kind)
        return kind(
            **{
                part.name: _build(hints[part.name], stored[part.name])
                for part in fields(kind)
                if part.name in stored
            }
        )
    return float(stored) if float in (kind, *parts) else stored


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)
