"""One number over time: a line through the points that are known, each with its value."""

from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from clayton_review.charts.drawing import LINE, SIZE, WIDTH, Scale, Sheet, brief, wrap
from clayton_review.charts.numbers import check_numbers, printed, spoken
from clayton_review.charts.table import ChartTable

TALL = 120  # px of the plot
UNKNOWN = "not shown"


@dataclass(frozen=True)
class LinePoint:
    """One moment: its `label` as printed, and the value; None breaks the line."""

    label: str
    value: float | None


@dataclass(frozen=True)
class LineChart:
    """One number over time, from nothing upward.

    Raises `ChartError` for numbers that are not finite.
    """

    shape: ClassVar[str] = "line"
    title: str
    unit: str
    points: tuple[LinePoint, ...]

    def __post_init__(self) -> None:
        """Refuse numbers that cannot be drawn."""
        check_numbers(self.title, [point.value for point in self.points])

    @property
    def known(self) -> list[tuple[LinePoint, float]]:
        """The points whose value is known, with it."""
        return [(point, point.value) for point in self.points if point.value is not None]

    def draw(self, sheet: Sheet) -> None:
        """The latest value in words, the plot, and the first and last moment below."""
        if not self.known:
            sheet.lines("label", wrap("Nothing to show yet", WIDTH))
            return
        latest, value = self.known[-1]
        sheet.lines("label", wrap(f"{latest.label}: {printed(value, self.unit)}", WIDTH, most=2))
        top = sheet.height + 10
        values = [0.0, *(known for _, known in self.known)]
        low, high = min(values), max(values)
        up = Scale(low, high if high > low else low + 1.0, TALL, 0)
        across = Scale(0, max(len(self.points) - 1, 1), 3, 97)
        zero = top + up.at(0)
        sheet.line("rule", (0, 100), (zero, zero))
        places = [
            None if point.value is None else (across.at(n), top + up.at(point.value))
            for n, point in enumerate(self.points)
        ]
        for first, second in pairwise(places):
            if first and second:
                sheet.line("line", (first[0], second[0]), (first[1], second[1]))
        for place in places:
            if place:
                sheet.dot("done", *place, 5)
        sheet.height = top + TALL + 6
        self._draw_ends(sheet)

    def _draw_ends(self, sheet: Sheet) -> None:
        ends = [(self.points[0].label, "0", "start")]
        if len(self.points) > 1:
            ends.append((self.points[-1].label, "100%", "end"))
        for label, x, anchor in ends:
            fitting = wrap(label, WIDTH / 2 - 12, 14, most=1)[0]
            sheet.text("caption", fitting, sheet.height + SIZE, x, anchor)
        sheet.height += LINE + 2

    def sentence(self) -> str:
        """Where the number began and where it stands."""
        start = brief(self.title, 200).rstrip(".:")
        if not self.known:
            return f"{start}: nothing to show yet."
        (first, began), (last, stands) = self.known[0], self.known[-1]
        now = f"{spoken(stands, self.unit)} in {brief(last.label)}"
        if len(self.known) == 1:
            return f"{start}: {now}."
        return f"{start}: from {spoken(began, self.unit)} in {brief(first.label)} to {now}."

    def table(self) -> ChartTable:
        """The value of each moment."""
        rows = tuple(
            (point.label, UNKNOWN if point.value is None else printed(point.value, self.unit))
            for point in self.points
        )
        return ChartTable(("", "value"), rows)
