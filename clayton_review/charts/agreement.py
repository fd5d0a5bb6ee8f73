"""Diverging bars around the neutral step of an agreement scale."""

from dataclasses import dataclass
from typing import ClassVar

from clayton_review.charts.drawing import LINE, SIZE, WIDTH, Scale, Sheet, brief, width_of, wrap
from clayton_review.charts.numbers import (
    SUPPRESSED,
    WHY,
    ChartError,
    check_numbers,
    is_close,
    listed,
    plain,
    printed,
    spoken,
)
from clayton_review.charts.table import ChartTable
from clayton_review.charts.words import said

THICK = 22  # px of a bar, enough for a number inside
GAP = 20  # px between a bar and the next statement
SEAM = 0.3  # percent of the width between two steps
UNIT = "percent"
# From the middle outwards: disagreement is grey, agreement pine; the numbers say it too.
AGAINST = ("stone", "slate")
IN_FAVOR = ("mist", "pine")
# Marks of the key point to the side of the bar, so that it can be read without color.
LEFT, SQUARE, RIGHT = "m14 0h-8l-6 7 6 7h8z", "h14v14h-14z", "h8l6 7-6 7h-8z"
IS_DARK = {"slate", "pine"}


@dataclass(frozen=True)
class AgreementRow:
    """One statement and the percent of answers at each step, from disagreement to agreement."""

    label: str
    percents: tuple[float | None, ...]

    @property
    def known(self) -> tuple[float, ...] | None:
        """All percents, or None when any of them is suppressed."""
        shown = tuple(percent for percent in self.percents if percent is not None)
        return shown if len(shown) == len(self.percents) else None


@dataclass(frozen=True)
class AgreementChart:
    """Diverging bars around the neutral step of an agreement scale.

    Raises `ChartError` for negative or infinite percents and for rows of another length than
    `steps`.
    """

    shape: ClassVar[str] = "agreement"
    title: str
    steps: tuple[str, ...]
    rows: tuple[AgreementRow, ...]

    def __post_init__(self) -> None:
        """Refuse rows that do not fit the steps."""
        if len(self.steps) < 2:
            raise ChartError(f"The chart “{self.title}” needs at least two steps.")
        for row in self.rows:
            check_numbers(self.title, row.percents)
            if len(row.percents) != len(self.steps):
                raise ChartError(f"The row “{row.label}” does not have one percent for each step.")
            if any(percent is not None and percent < 0 for percent in row.percents):
                raise ChartError(f"The row “{row.label}” holds a negative percent.")

    @property
    def n_side(self) -> int:
        """Steps on each side of the middle."""
        return len(self.steps) // 2

    def sides(self, percents: tuple[float, ...]) -> tuple[float, float]:
        """Percent left and right of the middle line; half of the neutral step on each."""
        neutral = percents[self.n_side] / 2 if len(percents) % 2 else 0.0
        against, favor = sum(percents[: self.n_side]), sum(percents[-self.n_side :])
        return against + neutral, favor + neutral

    def draw(self, sheet: Sheet) -> None:
        """The legend, then each statement with its bar below it."""
        _draw_legend(sheet, self)
        reach = [self.sides(row.known) for row in self.rows if row.known]
        left = max((sides[0] for sides in reach), default=0.0)
        right = max((sides[1] for sides in reach), default=0.0)
        scale = Scale(-left, right if left + right > 0 else 1.0)
        for row in self.rows:
            _draw_row(sheet, self, row, scale)
            sheet.height += THICK + GAP
        sheet.close(GAP - 10)

    def sentence(self) -> str:
        """Which statements find most and least agreement, and what is suppressed."""
        shown = [
            (sum(row.known[-self.n_side :]), sum(row.known[: self.n_side]), row)
            for row in self.rows
            if row.known
        ]
        parts = _told(shown, favor=_words(self, of_favor=True), against=_words(self))
        hidden = [brief(row.label).rstrip(".") for row in self.rows if not row.known]
        if hidden:
            parts.append(f"{said(SUPPRESSED)}, {said(WHY)}: {listed(hidden)}")
        told = "; ".join(parts) or said("nothing to show yet")
        return f"{brief(self.title, 200).rstrip('.:')}: {told}."

    def table(self) -> ChartTable:
        """One row for each statement, one column for each step; a hidden step hides its row."""
        hidden = (SUPPRESSED,) * len(self.steps)
        rows = tuple(
            (row.label, *((plain(percent, 1) for percent in row.known) if row.known else hidden))
            for row in self.rows
        )
        return ChartTable(("", *self.steps), rows)


def _layers(n_steps: int) -> list[str]:
    n_side = n_steps // 2
    against = [AGAINST[min(1, place * 2 // n_side)] for place in range(n_side)]
    favor = [IN_FAVOR[min(1, place * 2 // n_side)] for place in range(n_side)]
    if n_side == 1:
        against, favor = [AGAINST[1]], [IN_FAVOR[1]]
    return [*reversed(against), *(["sand"] if n_steps % 2 else []), *favor]


def _draw_legend(sheet: Sheet, chart: AgreementChart) -> None:
    x, n_side = 0.0, chart.n_side
    marks = [LEFT] * n_side + [SQUARE] * (len(chart.steps) % 2) + [RIGHT] * n_side
    for step, layer, mark in zip(chart.steps, _layers(len(chart.steps)), marks, strict=True):
        label = wrap(step, WIDTH - 24, 14, most=1)[0]
        wide = width_of(label, 14) + 36
        if x and x + wide - 12 > WIDTH:
            x, sheet.height = 0.0, sheet.height + LINE
        sheet.add(layer, f'<path d="M{x:.0f} {sheet.height + 3:.0f}{mark}"/>')
        sheet.text("caption", label, sheet.height + SIZE, f"{x + 20:.0f}")
        x += wide
    sheet.height += LINE
    note = said("At right: {steps}", steps=_words(chart, of_favor=True))
    sheet.lines("caption", wrap(note, WIDTH, 14, most=2))
    sheet.height += 8


def _draw_row(sheet: Sheet, chart: AgreementChart, row: AgreementRow, scale: Scale) -> None:
    known = row.known
    total = printed(sum(known[-chart.n_side :]), UNIT) if known else said(SUPPRESSED)
    sheet.text("strong", total, sheet.height + SIZE, "100%", "end")
    sheet.lines("label", wrap(row.label, WIDTH - width_of(total) - 12))
    top = sheet.height + 4
    if known is None:
        sheet.line("hatch", (0, 100), (top + THICK / 2, top + THICK / 2))
        return
    reached = -chart.sides(known)[0]
    for percent, layer in zip(known, _layers(len(known)), strict=True):
        start, end = scale.at(reached), scale.at(reached + percent)
        sheet.bar(layer, start, end - SEAM, top, THICK)
        inside = plain(percent, 0)
        if (end - start) / 100 * WIDTH >= width_of(inside, 14) + 4:
            middle = f"{(start + end) / 2:.1f}%"
            sheet.text("light" if layer in IS_DARK else "dark", inside, top + 16, middle)
        reached += percent
    zero = scale.at(0)
    sheet.line("axis", (zero, zero), (top - 4, top + THICK + 4))


def _words(chart: AgreementChart, *, of_favor: bool = False) -> str:
    steps = chart.steps[-chart.n_side :] if of_favor else chart.steps[: chart.n_side]
    return listed((brief(step, 40).lower() for step in steps), said("or"), most=5)


def _told(shown: list[tuple[float, float, AgreementRow]], *, favor: str, against: str) -> list[str]:
    if not shown:
        return []
    most, least = max(shown, key=lambda one: one[0]), min(shown, key=lambda one: one[0])
    if len(shown) == 1:
        return [_named(most, favor, against)]
    if is_close(most[0], least[0]):
        value = spoken(most[0], UNIT)
        return [said("for all {n} shown, {value} {steps}", n=len(shown), value=value, steps=favor)]
    return [
        said("most for {row}", row=_named(most, favor, against)),
        said("least for {row}", row=_named(least, favor, against)),
    ]


def _named(one: tuple[float, float, AgreementRow], favor: str, against: str) -> str:
    label = brief(one[2].label).rstrip(".")
    shares = f"{spoken(one[0], UNIT)} {favor}, {spoken(one[1], UNIT)} {against}"
    return f"{said('“{text}”', text=label)}, {shares}"
