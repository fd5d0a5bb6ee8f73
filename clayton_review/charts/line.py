"""One number over time: a line through the known points, each with its value."""

from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from clayton_review.charts.drawing import (
    CHART_WIDTH,
    FONT_SIZE,
    LINE_HEIGHT,
    Canvas,
    Scale,
    sentence_start,
    shorten_label,
    wrap_text,
)
from clayton_review.charts.number_formats import check_numbers, format_value, value_in_words
from clayton_review.charts.table import ChartTable

PLOT_HEIGHT = 120  # px of the plot
UNKNOWN = "not shown"


@dataclass(frozen=True)
class LinePoint:
    """One moment: its `label` as printed, and the value; None breaks the line."""

    label: str
    value: float | None


@dataclass(frozen=True)
class LineChart:
    """One number over time, on a scale from zero; values in `unit`.

    Raises `ChartError` for numbers that are not finite.
    """

    shape: ClassVar[str] = "line"
    title: str
    unit: str
    points: tuple[LinePoint, ...]

    def __post_init__(self) -> None:
        """Refuse numbers that are not finite."""
        check_numbers(self.title, [point.value for point in self.points])

    @property
    def known(self) -> list[tuple[LinePoint, float]]:
        """Return the points with a known value, each with that value."""
        return [(point, point.value) for point in self.points if point.value is not None]

    def draw(self, canvas: Canvas) -> None:
        """Draw the latest value in words, the plot, and the first and last moment below."""
        if not self.known:
            canvas.lines("label", wrap_text("Nothing to show yet", CHART_WIDTH))
            return
        latest, value = self.known[-1]
        canvas.lines(
            "label",
            wrap_text(f"{latest.label}: {format_value(value, self.unit)}", CHART_WIDTH, most=2),
        )
        top = canvas.height + 10
        values = [0.0, *(known for _, known in self.known)]
        low, high = min(values), max(values)
        up = Scale(low, high if high > low else low + 1.0, PLOT_HEIGHT, 0)
        across = Scale(0, max(len(self.points) - 1, 1), 3, 97)
        zero = top + up.at(0)
        canvas.line("rule", (0, 100), (zero, zero))
        places = [
            None if point.value is None else (across.at(n), top + up.at(point.value))
            for n, point in enumerate(self.points)
        ]
        for first, second in pairwise(places):
            if first and second:
                canvas.line("line", (first[0], second[0]), (first[1], second[1]))
        for place in places:
            if place:
                canvas.dot("done", *place, 5)
        canvas.height = top + PLOT_HEIGHT + 6
        self._draw_ends(canvas)

    def _draw_ends(self, canvas: Canvas) -> None:
        ends = [(self.points[0].label, "0", "start")]
        if len(self.points) > 1:
            ends.append((self.points[-1].label, "100%", "end"))
        for label, x, anchor in ends:
            fitting = wrap_text(label, CHART_WIDTH / 2 - 12, 14, most=1)[0]
            canvas.text("caption", fitting, canvas.height + FONT_SIZE, x, anchor)
        canvas.height += LINE_HEIGHT + 2

    def sentence(self) -> str:
        """Return the first and the latest value in words."""
        start = sentence_start(self.title)
        if not self.known:
            return f"{start}: nothing to show yet."
        (first, earliest), (last, latest) = self.known[0], self.known[-1]
        now = f"{value_in_words(latest, self.unit)} in {shorten_label(last.label)}"
        if len(self.known) == 1:
            return f"{start}: {now}."
        before = f"{value_in_words(earliest, self.unit)} in {shorten_label(first.label)}"
        return f"{start}: from {before} to {now}."

    def table(self) -> ChartTable:
        """Return the value of each moment."""
        rows = tuple(
            (point.label, UNKNOWN if point.value is None else format_value(point.value, self.unit))
            for point in self.points
        )
        return ChartTable(("", "value"), rows)
