"""Horizontal bars with optional intervals, the label above each bar."""

from dataclasses import dataclass
from typing import ClassVar

from clayton_review.charts.drawing import (
    LINE,
    SIZE,
    WIDTH,
    Scale,
    Sheet,
    brief,
    shorten,
    width_of,
    wrap,
)
from clayton_review.charts.numbers import (
    SUPPRESSED,
    WHY,
    check_numbers,
    interval,
    is_close,
    is_money,
    is_percent,
    listed,
    plain,
    printed,
    spoken,
)
from clayton_review.charts.table import ChartTable
from clayton_review.charts.words import said

THICK = 14  # px of a bar
GAP = 16  # px between a bar and the next label


@dataclass(frozen=True)
class Bar:
    """One bar; `value`, `lower`, `upper` in the chart's unit, None where suppressed."""

    label: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    is_marked: bool = False

    @property
    def interval(self) -> tuple[float, float] | None:
        """Both ends of the interval, in order; None unless both and the value are known."""
        if self.value is None or self.lower is None or self.upper is None:
            return None
        return min(self.lower, self.upper), max(self.lower, self.upper)


@dataclass(frozen=True)
class BarChart:
    """Horizontal bars with optional intervals, on a scale from 0 to `maximum`.

    The scale grows to hold a value or interval beyond it; raises `ChartError` for numbers that
    are not finite.
    """

    shape: ClassVar[str] = "bars"
    title: str
    unit: str
    maximum: float
    bars: tuple[Bar, ...]

    def __post_init__(self) -> None:
        """Refuse numbers that cannot be drawn."""
        values = [part for bar in self.bars for part in (bar.value, bar.lower, bar.upper)]
        check_numbers(self.title, [self.maximum, *values])

    def draw(self, sheet: Sheet) -> None:
        """Each bar on its track, its label and value above it."""
        scale = _scale(self)
        for bar in self.bars:
            _draw_label(sheet, bar, self.unit)
            _draw_bar(sheet, bar, scale)
            sheet.height += THICK + GAP
        sheet.close(GAP - 4)

    def sentence(self) -> str:
        """Largest, smallest and marked bars with their intervals, and what is suppressed."""
        shown = [(bar.value, bar) for bar in self.bars if bar.value is not None]
        hidden = [brief(bar.label).rstrip(".") for bar in self.bars if bar.value is None]
        parts = _told(shown, self.unit)
        if hidden:
            parts.append(f"{said(SUPPRESSED)}, {said(WHY)}: {listed(hidden)}")
        told = "; ".join(parts) or said("nothing to show yet")
        return f"{brief(self.title, 200).rstrip('.:')}: {told}."

    def table(self) -> ChartTable:
        """Label, value and interval of each bar."""
        has_interval = any(bar.interval for bar in self.bars)
        header = ("", self.unit, "lower", "upper") if has_interval else ("", self.unit)
        return ChartTable(header, tuple(_row(bar, has_interval) for bar in self.bars))


def _scale(chart: BarChart) -> Scale:
    reached = [chart.maximum, 0.0]
    for bar in chart.bars:
        reached += [bar.value] if bar.value is not None else []
        reached += bar.interval or ()
    low, high = min(0.0, *reached), max(reached)
    return Scale(low, high if high > low else low + 1.0)


def _draw_label(sheet: Sheet, bar: Bar, unit: str) -> None:
    value = said(SUPPRESSED) if bar.value is None else printed(bar.value, unit)
    ends = bar.interval
    if ends:
        value = f"{value} ({interval(*ends, unit, '–')})"
    layer = "strong" if bar.is_marked else "label"
    beside = WIDTH - width_of(value) - 12
    if beside < WIDTH / 3:
        sheet.lines(layer, wrap(bar.label, WIDTH))
        beside = 0
    sheet.text(layer, shorten(value, WIDTH), sheet.height + SIZE, "100%", "end")
    if beside:
        sheet.lines(layer, wrap(bar.label, beside))
    else:
        sheet.height += LINE


def _draw_bar(sheet: Sheet, bar: Bar, scale: Scale) -> None:
    top = sheet.height
    middle = top + THICK / 2
    if bar.value is None:
        sheet.line("hatch", (0, 100), (middle, middle))
        return
    zero, end = scale.at(0), scale.at(bar.value)
    sheet.bar("sand", 0, 100, top, THICK)
    sheet.bar("brick" if bar.is_marked else "pine", min(zero, end), max(zero, end), top, THICK)
    if scale.low < 0:
        sheet.line("ink", (zero, zero), (top - 3, top + THICK + 3))
    if bar.interval:
        _draw_interval(sheet, scale.at(bar.interval[0]), scale.at(bar.interval[1]), middle)


def _draw_interval(sheet: Sheet, start: float, end: float, middle: float) -> None:
    sheet.line("halo", (start, end), (middle, middle))
    sheet.line("ink", (start, end), (middle, middle))
    for x in (start, end):
        sheet.line("ink", (x, x), (middle - 6, middle + 6))


def _told(shown: list[tuple[float, Bar]], unit: str) -> list[str]:
    if not shown:
        return []
    if len(shown) == 1:
        return [_named(shown[0][1], unit)]
    values = [value for value, _ in shown]
    if is_close(max(values), min(values)):
        value = spoken(values[0], unit)
        return [said("all {n} shown are {value}", n=len(shown), value=value)]
    bare = unit if is_percent(unit) or is_money(unit) else ""  # the unit is said once
    largest = [bar for value, bar in shown if is_close(value, max(values))]
    smallest = [bar for value, bar in shown if is_close(value, min(values))]
    parts = [_extreme("largest", largest, unit), _extreme("smallest", smallest, bare)]
    named = {id(bar) for bar in largest + smallest}
    rest = [bar for _, bar in shown if id(bar) not in named]
    parts += [_named(bar, bare) for bar in rest if bar.is_marked or len(rest) <= 2]
    return parts


def _extreme(word: str, bars: list[Bar], unit: str) -> str:
    if len(bars) == 1:
        return said(f"{word} is {{bar}}", bar=_named(bars[0], unit))
    value = spoken(bars[0].value or 0.0, unit)
    named = listed(brief(bar.label) for bar in bars)
    return said(f"{word} are {{bars}}, {{value}} each", bars=named, value=value)


def _named(bar: Bar, unit: str) -> str:
    told = f"{brief(bar.label)}, {spoken(bar.value or 0.0, unit)}"
    if not bar.interval:
        return told
    return f"{told} {said('(interval {ends})', ends=interval(*bar.interval, unit, said(' to ')))}"


def _row(bar: Bar, has_interval: bool) -> tuple[str, ...]:  # noqa: FBT001 - private, one caller
    value = SUPPRESSED if bar.value is None else plain(bar.value, 2)
    if not has_interval:
        return bar.label, value
    lower, upper = (plain(end, 2) for end in bar.interval) if bar.interval else ("", "")
    return bar.label, value, lower, upper
