"""Horizontal bars with optional intervals, the label above each bar."""

from dataclasses import dataclass
from typing import ClassVar

from clayton_review.charts.abbreviations import without_full_stop
from clayton_review.charts.drawing import (
    CHART_WIDTH,
    FONT_SIZE,
    LINE_HEIGHT,
    Canvas,
    Scale,
    sentence_start,
    shorten_label,
    shorten_to_width,
    text_width,
    wrap_text,
)
from clayton_review.charts.number_formats import (
    SUPPRESSED,
    SUPPRESSION_REASON,
    check_numbers,
    format_interval,
    format_number,
    format_value,
    is_close,
    is_money,
    is_percent,
    join_names,
    value_in_words,
)
from clayton_review.charts.table import ChartTable
from clayton_review.charts.translations import gettext as _

BAR_HEIGHT = 14  # px of a bar
ROW_GAP = 16  # px between a bar and the next label


@dataclass(frozen=True)
class Bar:
    """One bar; `value`, `lower`, `upper` in the chart's unit, None where suppressed.

    A marked bar has a bold label and a place in the sentence. One that needs attention, such as
    what is overdue, is drawn in brick too; a group of people or a median never is.
    """

    label: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    is_marked: bool = False
    needs_attention: bool = False

    @property
    def is_emphasized(self) -> bool:
        """True if the label is bold and the sentence names the bar."""
        return self.is_marked or self.needs_attention

    @property
    def interval(self) -> tuple[float, float] | None:
        """Return both ends of the interval in order; None unless both and the value are known."""
        if self.value is None or self.lower is None or self.upper is None:
            return None
        return min(self.lower, self.upper), max(self.lower, self.upper)


@dataclass(frozen=True)
class BarChart:
    """Horizontal bars with optional intervals, on a scale from 0 to `maximum`.

    Percents and money stand on a track, whose end is the whole; counts, which have none, on a line.
    The scale grows to hold a value or interval beyond it; raises `ChartError` for numbers that are
    not finite.
    """

    shape: ClassVar[str] = "bars"
    title: str
    unit: str
    maximum: float
    bars: tuple[Bar, ...]

    def __post_init__(self) -> None:
        """Refuse numbers that are not finite."""
        values = [part for bar in self.bars for part in (bar.value, bar.lower, bar.upper)]
        check_numbers(self.title, [self.maximum, *values])

    def draw(self, canvas: Canvas) -> None:
        """Draw each bar, its label and value above it."""
        scale = _scale(self)
        for bar in self.bars:
            _draw_label(canvas, bar, self.unit)
            _draw_bar(canvas, bar, scale, has_track=is_percent(self.unit) or is_money(self.unit))
            canvas.height += BAR_HEIGHT + ROW_GAP
        canvas.close(ROW_GAP - 4)

    def sentence(self) -> str:
        """Return the largest, smallest and marked bars with their intervals.

        Then the suppressed.
        """
        shown = [(bar.value, bar) for bar in self.bars if bar.value is not None]
        hidden = [
            without_full_stop(shorten_label(bar.label)) for bar in self.bars if bar.value is None
        ]
        parts = _sentence_parts(shown, self.unit)
        if hidden:
            parts.append(f"{_(SUPPRESSED)}, {_(SUPPRESSION_REASON)}: {join_names(hidden)}")
        words = "; ".join(parts) or _("nothing to show yet")
        return f"{sentence_start(self.title)}: {words}."

    def table(self) -> ChartTable:
        """Return label, value and interval of each bar."""
        has_interval = any(bar.interval for bar in self.bars)
        header = ("", self.unit, "lower", "upper") if has_interval else ("", self.unit)
        return ChartTable(header, tuple(_table_row(bar, has_interval) for bar in self.bars))


def _scale(chart: BarChart) -> Scale:
    reached = [chart.maximum, 0.0]
    for bar in chart.bars:
        reached += [bar.value] if bar.value is not None else []
        reached += bar.interval or ()
    low, high = min(0.0, *reached), max(reached)
    return Scale(low, high if high > low else low + 1.0)


def _draw_label(canvas: Canvas, bar: Bar, unit: str) -> None:
    value = _(SUPPRESSED) if bar.value is None else format_value(bar.value, unit)
    ends = bar.interval
    if ends:
        value = f"{value} ({format_interval(*ends, unit, '–')})"
    layer = "strong" if bar.is_emphasized else "label"
    beside = CHART_WIDTH - text_width(value) - 12
    if beside < CHART_WIDTH / 3:
        canvas.lines(layer, wrap_text(bar.label, CHART_WIDTH))
        beside = 0
    canvas.text(
        layer, shorten_to_width(value, CHART_WIDTH), canvas.height + FONT_SIZE, "100%", "end"
    )
    if beside:
        canvas.lines(layer, wrap_text(bar.label, beside))
    else:
        canvas.height += LINE_HEIGHT


def _draw_bar(canvas: Canvas, bar: Bar, scale: Scale, *, has_track: bool) -> None:
    top = canvas.height
    middle = top + BAR_HEIGHT / 2
    if bar.value is None:
        canvas.line("hatch", (0, 100), (middle, middle))
        return
    zero, end = scale.at(0), scale.at(bar.value)
    if has_track:
        canvas.bar("sand", 0, 100, top, BAR_HEIGHT)
    layer = "brick" if bar.needs_attention else "pine"
    canvas.bar(layer, min(zero, end), max(zero, end), top, BAR_HEIGHT)
    if scale.low < 0 or not has_track:
        canvas.line("ink", (zero, zero), (top - 3, top + BAR_HEIGHT + 3))
    if bar.interval:
        _draw_interval(canvas, scale.at(bar.interval[0]), scale.at(bar.interval[1]), middle)


def _draw_interval(canvas: Canvas, start: float, end: float, middle: float) -> None:
    canvas.line("halo", (start, end), (middle, middle))
    canvas.line("ink", (start, end), (middle, middle))
    for x in (start, end):
        canvas.line("ink", (x, x), (middle - 6, middle + 6))


def _sentence_parts(shown: list[tuple[float, Bar]], unit: str) -> list[str]:
    if not shown:
        return []
    if len(shown) == 1:
        return [_bar_in_words(shown[0][1], unit)]
    values = [value for value, _bar in shown]
    if is_close(max(values), min(values)):
        value = value_in_words(values[0], unit)
        return [_("all {n} shown are {value}", n=len(shown), value=value)]
    bare = unit if is_percent(unit) or is_money(unit) else ""  # the unit is said once
    largest = [bar for value, bar in shown if is_close(value, max(values))]
    smallest = [bar for value, bar in shown if is_close(value, min(values))]
    parts = [
        _extreme_in_words(
            largest, unit, one=_("largest is {bar}"), more=_("largest are {bars}, {value} each")
        ),
        _extreme_in_words(
            smallest, bare, one=_("smallest is {bar}"), more=_("smallest are {bars}, {value} each")
        ),
    ]
    named = {id(bar) for bar in largest + smallest}
    rest = [bar for _value, bar in shown if id(bar) not in named]
    parts += [_bar_in_words(bar, bare) for bar in rest if bar.is_emphasized or len(rest) <= 2]
    return parts


def _extreme_in_words(bars: list[Bar], unit: str, *, one: str, more: str) -> str:
    if len(bars) == 1:
        return one.format(bar=_bar_in_words(bars[0], unit))
    value = value_in_words(bars[0].value or 0.0, unit)
    named = join_names(shorten_label(bar.label) for bar in bars)
    return more.format(bars=named, value=value)


def _bar_in_words(bar: Bar, unit: str) -> str:
    words = f"{shorten_label(bar.label)}, {value_in_words(bar.value or 0.0, unit)}"
    if not bar.interval:
        return words
    ends = format_interval(*bar.interval, unit, _(" to "))
    interval = _("(interval {ends})", ends=ends)
    return f"{words} {interval}"


def _table_row(bar: Bar, has_interval: bool) -> tuple[str, ...]:  # noqa: FBT001 - private, one caller
    value = SUPPRESSED if bar.value is None else format_number(bar.value, 2)
    if not has_interval:
        return bar.label, value
    lower, upper = (format_number(end, 2) for end in bar.interval) if bar.interval else ("", "")
    return bar.label, value, lower, upper
