"""Diverging bars around the neutral step of an agreement scale."""

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
    text_width,
    wrap_text,
)
from clayton_review.charts.number_formats import (
    SUPPRESSED,
    SUPPRESSION_REASON,
    ChartError,
    check_numbers,
    format_number,
    format_percent,
    format_value,
    is_close,
    join_names,
    value_in_words,
)
from clayton_review.charts.table import ChartTable
from clayton_review.charts.translations import gettext as _

BAR_HEIGHT = 22  # px of a bar, enough for a number inside
ROW_GAP = 20  # px between a bar and the next statement
STEP_GAP = 0.3  # percent of the width between two steps
APART_GAP = 3.0  # points between the steps and those who chose none of them
WHOLE = 100.0  # points that the width stands for at least: all who were asked
UNIT = "percent"
# From the middle outward: disagreement is gray, agreement pine; the numbers say it too.
DISAGREEMENT_LAYERS = ("stone", "slate")
AGREEMENT_LAYERS = ("mist", "pine")
# Marks of the key point to the side of the bar, so that it can be read without color.
LEFT, SQUARE, RIGHT = "m14 0h-8l-6 7 6 7h8z", "h14v14h-14z", "h8l6 7-6 7h-8z"
DARK_LAYERS = {"slate", "pine"}
APART_LAYER = "none"


@dataclass(frozen=True)
class AgreementRow:
    """One statement and the percent of answers at each step, from disagreement to agreement.

    `apart` is the percent who chose none of the steps, such as "don't know"; None if hidden or not
    part of the whole.
    """

    label: str
    percents: tuple[float | None, ...]
    apart: float | None = None

    @property
    def known(self) -> tuple[float, ...] | None:
        """Return all percents, or None if any of them is suppressed."""
        shown = tuple(percent for percent in self.percents if percent is not None)
        return shown if len(shown) == len(self.percents) else None


@dataclass(frozen=True)
class AgreementChart:
    """Diverging bars around the neutral step of an agreement scale; values in percent.

    Those who chose none of the steps stand apart at the right end, on the same scale; `apart` names
    them.
    Raises `ChartError` for negative or infinite percents and for rows of another length than
    `steps`.
    """

    shape: ClassVar[str] = "agreement"
    title: str
    steps: tuple[str, ...]
    rows: tuple[AgreementRow, ...]
    apart: str = ""

    def __post_init__(self) -> None:
        """Refuse rows that do not fit the steps."""
        if len(self.steps) < 2:
            raise ChartError(f"The chart “{self.title}” needs at least two steps.")
        for row in self.rows:
            check_numbers(self.title, (*row.percents, row.apart))
            if len(row.percents) != len(self.steps):
                raise ChartError(f"The row “{row.label}” does not have one percent for each step.")
            if any(percent is not None and percent < 0 for percent in (*row.percents, row.apart)):
                raise ChartError(f"The row “{row.label}” holds a negative percent.")

    @property
    def n_side(self) -> int:
        """Return the number of steps on each side of the middle."""
        return len(self.steps) // 2

    def sides(self, percents: tuple[float, ...]) -> tuple[float, float]:
        """Return the percent left and right of the middle line.

        Half of the neutral step on each.
        """
        neutral = percents[self.n_side] / 2 if len(percents) % 2 else 0.0
        against, favor = sum(percents[: self.n_side]), sum(percents[-self.n_side :])
        return against + neutral, favor + neutral

    def draw(self, canvas: Canvas) -> None:
        """Draw the legend, then each statement with its bar below it."""
        _draw_legend(canvas, self)
        reach = [self.sides(row.known) for row in self.rows if row.known]
        furthest_against = max((sides[0] for sides in reach), default=0.0)
        right = max((sides[1] for sides in reach), default=0.0)
        apart = max((row.apart for row in self.rows if row.known and row.apart), default=0.0)
        end = right + (apart + APART_GAP if apart else 0.0)
        scale = Scale(-furthest_against, max(end, WHOLE - furthest_against))
        for row in self.rows:
            _draw_row(canvas, self, row, scale, apart_from=right + APART_GAP)
            canvas.height += BAR_HEIGHT + ROW_GAP
        canvas.close(ROW_GAP - 10)

    def sentence(self) -> str:
        """Return the statements with most and least agreement, and those suppressed."""
        shown = [
            (sum(row.known[-self.n_side :]), sum(row.known[: self.n_side]), row)
            for row in self.rows
            if row.known
        ]
        parts = _sentence_parts(
            shown, favor=_steps_in_words(self, of_favor=True), against=_steps_in_words(self)
        )
        if len(shown) == 1 and self.apart and shown[0][2].apart is not None:
            share = value_in_words(shown[0][2].apart, UNIT)
            parts.append(f"{share} {shorten_label(self.apart, 40).lower()}")
        hidden = [without_full_stop(shorten_label(row.label)) for row in self.rows if not row.known]
        if hidden:
            parts.append(f"{_(SUPPRESSED)}, {_(SUPPRESSION_REASON)}: {join_names(hidden)}")
        words = "; ".join(parts) or _("nothing to show yet")
        return f"{sentence_start(self.title)}: {words}."

    def table(self) -> ChartTable:
        """Return one row for each statement, one column for each step.

        A hidden step hides its row.
        """
        hidden = (SUPPRESSED,) * len(self.steps)
        rows = tuple(
            (
                row.label,
                *((format_percent(percent) for percent in row.known) if row.known else hidden),
                *([_apart_cell(row)] if self.apart else []),
            )
            for row in self.rows
        )
        return ChartTable(("", *self.steps, *([self.apart] if self.apart else [])), rows)


def _apart_cell(row: AgreementRow) -> str:
    return SUPPRESSED if row.apart is None or not row.known else format_percent(row.apart)


def _layers(n_steps: int) -> list[str]:
    n_side = n_steps // 2
    against = [DISAGREEMENT_LAYERS[min(1, place * 2 // n_side)] for place in range(n_side)]
    favor = [AGREEMENT_LAYERS[min(1, place * 2 // n_side)] for place in range(n_side)]
    if n_side == 1:
        against, favor = [DISAGREEMENT_LAYERS[1]], [AGREEMENT_LAYERS[1]]
    return [*reversed(against), *(["sand"] if n_steps % 2 else []), *favor]


def _draw_legend(canvas: Canvas, chart: AgreementChart) -> None:
    x, n_side = 0.0, chart.n_side
    marks = [LEFT] * n_side + [SQUARE] * (len(chart.steps) % 2) + [RIGHT] * n_side
    for step, layer, mark in zip(chart.steps, _layers(len(chart.steps)), marks, strict=True):
        label = wrap_text(step, CHART_WIDTH - 24, 14, most=1)[0]
        wide = text_width(label, 14) + 36
        if x and x + wide - 12 > CHART_WIDTH:
            x, canvas.height = 0.0, canvas.height + LINE_HEIGHT
        canvas.add(layer, f'<path d="M{x:.0f} {canvas.height + 3:.0f}{mark}"/>')
        canvas.text("caption", label, canvas.height + FONT_SIZE, f"{x + 20:.0f}")
        x += wide
    canvas.height += LINE_HEIGHT
    if chart.apart:
        canvas.add(APART_LAYER, f'<path d="M0 {canvas.height + 3:.0f}{SQUARE}"/>')
        label = wrap_text(chart.apart, CHART_WIDTH - 24, 14, most=1)[0]
        canvas.text("caption", label, canvas.height + FONT_SIZE, "20")
        canvas.height += LINE_HEIGHT
    note = _("At right: {steps}", steps=_steps_in_words(chart, of_favor=True))
    canvas.lines("caption", wrap_text(note, CHART_WIDTH, 14, most=2))
    canvas.height += 8


def _draw_row(
    canvas: Canvas, chart: AgreementChart, row: AgreementRow, scale: Scale, *, apart_from: float
) -> None:
    known = row.known
    total = format_value(sum(known[-chart.n_side :]), UNIT) if known else _(SUPPRESSED)
    canvas.text("strong", total, canvas.height + FONT_SIZE, "100%", "end")
    canvas.lines("label", wrap_text(row.label, CHART_WIDTH - text_width(total) - 12))
    top = canvas.height + 4
    if known is None:
        canvas.line("hatch", (0, 100), (top + BAR_HEIGHT / 2, top + BAR_HEIGHT / 2))
        return
    reached = -chart.sides(known)[0]
    for percent, layer in zip(known, _layers(len(known)), strict=True):
        _draw_step(canvas, layer, percent, (scale.at(reached), scale.at(reached + percent)), top)
        reached += percent
    if row.apart:
        ends = scale.at(apart_from), scale.at(apart_from + row.apart)
        _draw_step(canvas, APART_LAYER, row.apart, ends, top)
    zero = scale.at(0)
    canvas.line("axis", (zero, zero), (top - 4, top + BAR_HEIGHT + 4))


def _draw_step(
    canvas: Canvas, layer: str, percent: float, ends: tuple[float, float], top: float
) -> None:
    start, end = ends
    canvas.bar(layer, start, end - STEP_GAP, top, BAR_HEIGHT)
    inside = format_number(percent, 0)
    if (end - start) / 100 * CHART_WIDTH >= text_width(inside, 14) + 4:
        middle = f"{(start + end) / 2:.1f}%"
        canvas.text("light" if layer in DARK_LAYERS else "dark", inside, top + 16, middle)


def _steps_in_words(chart: AgreementChart, *, of_favor: bool = False) -> str:
    steps = chart.steps[-chart.n_side :] if of_favor else chart.steps[: chart.n_side]
    return join_names((shorten_label(step, 40).lower() for step in steps), _("or"), most=5)


def _sentence_parts(
    shown: list[tuple[float, float, AgreementRow]], *, favor: str, against: str
) -> list[str]:
    if not shown:
        return []
    most, least = max(shown, key=lambda totals: totals[0]), min(shown, key=lambda totals: totals[0])
    if len(shown) == 1:
        return [_row_in_words(most, favor, against)]
    if is_close(most[0], least[0]):
        value = value_in_words(most[0], UNIT)
        return [_("for all {n} shown, {value} {steps}", n=len(shown), value=value, steps=favor)]
    return [
        _("most for {row}", row=_row_in_words(most, favor, against)),
        _("least for {row}", row=_row_in_words(least, favor, against)),
    ]


def _row_in_words(totals: tuple[float, float, AgreementRow], favor: str, against: str) -> str:
    in_favor, in_disagreement, row = totals
    label = without_full_stop(shorten_label(row.label))
    shares = (
        f"{value_in_words(in_favor, UNIT)} {favor}, "
        f"{value_in_words(in_disagreement, UNIT)} {against}"
    )
    quoted = _("“{text}”", text=label)
    return f"{quoted}, {shares}"
