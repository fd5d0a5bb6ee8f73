"""A line of what happened beside the plan, under a limit."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from clayton_review.charts.drawing import LINE, SIZE, WIDTH, Scale, Sheet, brief, width_of, wrap
from clayton_review.charts.numbers import (
    check_numbers,
    is_close,
    plain,
    printed,
    spoken,
)
from clayton_review.charts.table import ChartTable

TALL = 170  # px of the plot
UNKNOWN = "not yet known"


@dataclass(frozen=True)
class PlanPoint:
    """One month of a plan: `label` as printed, cumulative `planned` and (when known) `actual`."""

    label: str
    planned: float
    actual: float | None


@dataclass(frozen=True)
class PlanChart:
    """A line of what happened beside the plan, under a limit.

    Raises `ChartError` for numbers that are not finite.
    """

    shape: ClassVar[str] = "plan"
    title: str
    unit: str
    limit: float | None
    points: tuple[PlanPoint, ...]

    def __post_init__(self) -> None:
        """Refuse numbers that cannot be drawn."""
        values = [part for point in self.points for part in (point.planned, point.actual)]
        check_numbers(self.title, [self.limit, *values])

    @property
    def latest(self) -> tuple[PlanPoint, float] | None:
        """The last point whose actual is known, with it."""
        known = [(point, point.actual) for point in self.points if point.actual is not None]
        return known[-1] if known else None

    def draw(self, sheet: Sheet) -> None:
        """A key naming each line with its value, then the plot with its months below."""
        _draw_key(sheet, self)
        top = sheet.height + LINE + 8
        across = Scale(0, len(self.points) - 1, 3, 97)
        up = _upward(self)
        _draw_grid(sheet, self, up, top)
        plan = [
            (across.at(place), _px(up, point.planned, top))
            for place, point in enumerate(self.points)
        ]
        actual = [
            (across.at(place), _px(up, point.actual, top))
            for place, point in enumerate(self.points)
            if point.actual is not None
        ]
        _draw_line(sheet, "plan", plan)
        _draw_line(sheet, "line", actual)
        for x, y in actual:
            sheet.dot("done", x, y, 5)
        if len(plan) == 1:
            sheet.dot("open", *plan[0], 5)
        sheet.height = top + TALL + 4
        _draw_months(sheet, [point.label for point in self.points], across)

    def sentence(self) -> str:
        """Where actual stands against plan and limit at the last known month."""
        start = brief(self.title, 200).rstrip(".:")
        return f"{start}: {'; '.join(_told(self)) or 'nothing to show yet'}."

    def table(self) -> ChartTable:
        """Plan and actual of each month."""
        rows = tuple(
            (
                point.label,
                printed(point.planned, self.unit),
                UNKNOWN if point.actual is None else printed(point.actual, self.unit),
            )
            for point in self.points
        )
        return ChartTable(("", "planned", "actual"), rows)


def _upward(chart: PlanChart) -> Scale:
    values = [0.0, *(point.planned for point in chart.points)]
    values += [point.actual for point in chart.points if point.actual is not None]
    values += [] if chart.limit is None else [chart.limit]
    low, high = min(values), max(values)
    return Scale(low, high if high > low else low + 1.0, TALL, 0)


def _px(up: Scale, value: float, top: float) -> float:
    return top + up.at(value)


def _draw_key(sheet: Sheet, chart: PlanChart) -> None:
    if not chart.points:
        return
    entries = []
    if chart.latest:
        point, value = chart.latest
        gap = _gap(value, point.planned, printed, chart.unit)
        entries.append(("line", f"Actual: {printed(value, chart.unit)} by {point.label}, {gap}"))
    at = chart.latest[0] if chart.latest else chart.points[-1]
    entries.append(("plan", f"Planned: {printed(at.planned, chart.unit)} by {at.label}"))
    for layer, words in entries:
        middle = sheet.height + 10
        mark = f'<path d="M2 {middle:.0f}h26"/>'
        sheet.add(layer, mark)
        if layer == "line":
            sheet.add("done", f'<circle cx="15" cy="{middle:.0f}" r="5"/>')
        for line in wrap(words, WIDTH - 38, most=2):
            sheet.text("label", line, sheet.height + SIZE, "38")
            sheet.height += LINE


def _draw_grid(sheet: Sheet, chart: PlanChart, up: Scale, top: float) -> None:
    zero = _px(up, 0, top)
    sheet.line("rule", (0, 100), (zero, zero))
    if chart.limit is None:
        return
    at = _px(up, chart.limit, top)
    sheet.line("ink", (0, 100), (at, at))
    sheet.text("caption", f"Limit {printed(chart.limit, chart.unit)}", at - 5)


def _draw_line(sheet: Sheet, layer: str, points: list[tuple[float, float]]) -> None:
    for first, second in itertools.pairwise(points):
        sheet.line(layer, (first[0], second[0]), (first[1], second[1]))


def _draw_months(sheet: Sheet, labels: list[str], across: Scale) -> None:
    most = max(0, len(labels) - 1)
    longest = max((width_of(label, 14) for label in labels), default=0.0)
    fit = max(2, int(WIDTH / (min(longest, WIDTH / 2 - 12) + 12)))
    step = max(1, -(-most // max(1, fit - 1)))
    while most % step:  # so that the last month is always named
        step += 1
    for place in range(0, len(labels), step):
        x = across.at(place)
        anchor = "middle"
        if most and place == 0:
            x, anchor = 0, "start"
        elif most and place == most:
            x, anchor = 100, "end"
        label = wrap(labels[place], WIDTH / 2 - 12 if most else WIDTH, 14, most=1)[0]
        sheet.text("caption", label, sheet.height + SIZE, f"{x:.4g}%", anchor)
    sheet.height += LINE + 2 if labels else 0


def _told(chart: PlanChart) -> list[str]:
    if not chart.points:
        return []
    last = chart.points[-1]
    ends = f"the plan ends at {spoken(last.planned, chart.unit)} in {brief(last.label)}"
    if chart.latest is None:
        return ["nothing is known yet of what happened", ends, *_told_limit(chart, None)]
    point, value = chart.latest
    parts = [
        f"by {brief(point.label)}, {spoken(value, chart.unit)} against a plan of"
        f" {spoken(point.planned, chart.unit)}, {_gap(value, point.planned, spoken, chart.unit)}",
        *_told_limit(chart, value),
    ]
    return parts if point is last else [*parts, ends]


def _gap(value: float, planned: float, written: Callable[[float, str], str], unit: str) -> str:
    if is_close(value, planned):
        return "exactly on plan"
    word = "over" if value > planned else "under"
    return f"{written(abs(value - planned), unit)} {word} plan"


def _told_limit(chart: PlanChart, value: float | None) -> list[str]:
    if chart.limit is None:
        return []
    limit = spoken(chart.limit, chart.unit)
    if value is None or value < 0 or chart.limit < 0.01:
        return [f"the limit is {limit}"]
    if value > chart.limit:
        return [f"{spoken(value - chart.limit, chart.unit)} over the limit of {limit}"]
    return [f"{plain(value / chart.limit * 100, 0)} percent of the limit of {limit}"]
