"""Actual values beside a plan, under a limit."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from clayton_review.charts.drawing import (
    CHART_WIDTH,
    FONT_SIZE,
    LINE_HEIGHT,
    Canvas,
    Scale,
    sentence_start,
    shorten_label,
    text_width,
    wrap_text,
)
from clayton_review.charts.number_formats import (
    check_numbers,
    format_number,
    format_value,
    is_close,
    value_in_words,
)
from clayton_review.charts.table import ChartTable

PLOT_HEIGHT = 170  # px of the plot
UNKNOWN = "not yet known"


@dataclass(frozen=True)
class PlanPoint:
    """One month of a plan: `label` as printed, cumulative `planned` and (when known) `actual`."""

    label: str
    planned: float
    actual: float | None


@dataclass(frozen=True)
class PlanLineChart:
    """A line of actual values beside the plan, under a limit; values in `unit`.

    Raises `ChartError` for numbers that are not finite.
    """

    shape: ClassVar[str] = "plan"
    title: str
    unit: str
    limit: float | None
    points: tuple[PlanPoint, ...]

    def __post_init__(self) -> None:
        """Refuse numbers that are not finite."""
        values = [part for point in self.points for part in (point.planned, point.actual)]
        check_numbers(self.title, [self.limit, *values])

    @property
    def latest(self) -> tuple[PlanPoint, float] | None:
        """Return the last point with a known actual value, and that value."""
        known = [(point, point.actual) for point in self.points if point.actual is not None]
        return known[-1] if known else None

    def draw(self, canvas: Canvas) -> None:
        """Draw a key naming each line with its value, then the plot with its months below."""
        _draw_key(canvas, self)
        top = canvas.height + LINE_HEIGHT + 8
        across = Scale(0, len(self.points) - 1, 3, 97)
        up = _vertical_scale(self)
        _draw_grid(canvas, self, up, top)
        plan = [
            (across.at(place), _vertical_position(up, point.planned, top))
            for place, point in enumerate(self.points)
        ]
        actual = [
            (across.at(place), _vertical_position(up, point.actual, top))
            for place, point in enumerate(self.points)
            if point.actual is not None
        ]
        _draw_line(canvas, "plan", plan)
        _draw_line(canvas, "line", actual)
        for x, y in actual:
            canvas.dot("done", x, y, 5)
        if len(plan) == 1:
            canvas.dot("open", *plan[0], 5)
        canvas.height = top + PLOT_HEIGHT + 4
        _draw_months(canvas, [point.label for point in self.points], across)

    def sentence(self) -> str:
        """Return the actual value against plan and limit at the last known month."""
        start = sentence_start(self.title)
        return f"{start}: {'; '.join(_sentence_parts(self)) or 'nothing to show yet'}."

    def table(self) -> ChartTable:
        """Return plan and actual of each month."""
        rows = tuple(
            (
                point.label,
                format_value(point.planned, self.unit),
                UNKNOWN if point.actual is None else format_value(point.actual, self.unit),
            )
            for point in self.points
        )
        return ChartTable(("", "planned", "actual"), rows)


def _vertical_scale(chart: PlanLineChart) -> Scale:
    values = [0.0, *(point.planned for point in chart.points)]
    values += [point.actual for point in chart.points if point.actual is not None]
    values += [] if chart.limit is None else [chart.limit]
    low, high = min(values), max(values)
    return Scale(low, high if high > low else low + 1.0, PLOT_HEIGHT, 0)


def _vertical_position(up: Scale, value: float, top: float) -> float:
    return top + up.at(value)


def _draw_key(canvas: Canvas, chart: PlanLineChart) -> None:
    if not chart.points:
        return
    entries = []
    if chart.latest:
        point, value = chart.latest
        gap = _gap_in_words(value, point.planned, format_value, chart.unit)
        entries.append(
            ("line", f"Actual: {format_value(value, chart.unit)} by {point.label}, {gap}")
        )
    at = chart.latest[0] if chart.latest else chart.points[-1]
    entries.append(("plan", f"Planned: {format_value(at.planned, chart.unit)} by {at.label}"))
    for layer, words in entries:
        middle = canvas.height + 10
        mark = f'<path d="M2 {middle:.0f}h26"/>'
        canvas.add(layer, mark)
        if layer == "line":
            canvas.add("done", f'<circle cx="15" cy="{middle:.0f}" r="5"/>')
        for line in wrap_text(words, CHART_WIDTH - 38, most=2):
            canvas.text("label", line, canvas.height + FONT_SIZE, "38")
            canvas.height += LINE_HEIGHT


def _draw_grid(canvas: Canvas, chart: PlanLineChart, up: Scale, top: float) -> None:
    zero = _vertical_position(up, 0, top)
    canvas.line("rule", (0, 100), (zero, zero))
    if chart.limit is None:
        return
    at = _vertical_position(up, chart.limit, top)
    canvas.line("ink", (0, 100), (at, at))
    canvas.text("caption", f"Limit {format_value(chart.limit, chart.unit)}", at - 5)


def _draw_line(canvas: Canvas, layer: str, points: list[tuple[float, float]]) -> None:
    for first, second in itertools.pairwise(points):
        canvas.line(layer, (first[0], second[0]), (first[1], second[1]))


def _draw_months(canvas: Canvas, labels: list[str], across: Scale) -> None:
    most = max(0, len(labels) - 1)
    longest = max((text_width(label, 14) for label in labels), default=0.0)
    fit = max(2, int(CHART_WIDTH / (min(longest, CHART_WIDTH / 2 - 12) + 12)))
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
        label = wrap_text(labels[place], CHART_WIDTH / 2 - 12 if most else CHART_WIDTH, 14, most=1)[
            0
        ]
        canvas.text("caption", label, canvas.height + FONT_SIZE, f"{x:.4g}%", anchor)
    canvas.height += LINE_HEIGHT + 2 if labels else 0


def _sentence_parts(chart: PlanLineChart) -> list[str]:
    if not chart.points:
        return []
    last = chart.points[-1]
    last_value = value_in_words(last.planned, chart.unit)
    ends = f"the plan ends at {last_value} in {shorten_label(last.label)}"
    if chart.latest is None:
        return ["nothing is known yet of what happened", ends, *_limit_in_words(chart, None)]
    point, value = chart.latest
    planned = value_in_words(point.planned, chart.unit)
    gap = _gap_in_words(value, point.planned, value_in_words, chart.unit)
    parts = [
        f"by {shorten_label(point.label)}, {value_in_words(value, chart.unit)} against a plan of"
        f" {planned}, {gap}",
        *_limit_in_words(chart, value),
    ]
    return parts if point is last else [*parts, ends]


def _gap_in_words(
    value: float, planned: float, written: Callable[[float, str], str], unit: str
) -> str:
    if is_close(value, planned):
        return "exactly on plan"
    word = "over" if value > planned else "under"
    return f"{written(abs(value - planned), unit)} {word} plan"


def _limit_in_words(chart: PlanLineChart, value: float | None) -> list[str]:
    if chart.limit is None:
        return []
    limit = value_in_words(chart.limit, chart.unit)
    if value is None or value < 0 or chart.limit < 0.01:
        return [f"the limit is {limit}"]
    if value > chart.limit:
        return [f"{value_in_words(value - chart.limit, chart.unit)} over the limit of {limit}"]
    return [f"{format_number(value / chart.limit * 100, 0)} percent of the limit of {limit}"]
