"""A strip of milestones along time, with moved dates and today's line."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
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
from clayton_review.charts.number_formats import day_in_words, days_in_words, format_day, parse_day
from clayton_review.charts.table import ChartTable

LATER, EARLIER = "M-9 -7L5 0L-9 7Z", "M9 -7L-5 0L9 7Z"


@dataclass(frozen=True)
class MilestoneMark:
    """One milestone: ISO dates of its baseline, present due date and completion."""

    label: str
    baseline_on: str
    due_on: str
    reached_on: str | None


@dataclass(frozen=True)
class MilestoneChart:
    """A strip of milestones along time, with moved dates and today's line (ISO date).

    Raises `ChartError` for anything but ISO dates.
    """

    shape: ClassVar[str] = "milestones"
    title: str
    today: str
    marks: tuple[MilestoneMark, ...]

    def __post_init__(self) -> None:
        """Refuse text that is not an ISO date."""
        parse_day(self.title, self.today)
        for mark in self.marks:
            for text in (mark.baseline_on, mark.due_on, mark.reached_on or mark.due_on):
                parse_day(self.title, text)

    def draw(self, canvas: Canvas) -> None:
        """Draw a key, then each milestone with its words and its own strip of time."""
        milestones = _dated_milestones(self)
        if not milestones:
            return
        today = parse_day(self.title, self.today)
        days = [day for milestone in milestones for day in (milestone.baseline, milestone.present)]
        scale = Scale(min(today, *days).toordinal(), max(today, *days).toordinal(), 4, 96)
        _draw_key(canvas)
        _draw_today(canvas, scale.at(today.toordinal()), today)
        for milestone in milestones:
            canvas.lines("strong", wrap_text(milestone.label, CHART_WIDTH, most=3))
            canvas.lines("caption", wrap_text(milestone.words(format_day), CHART_WIDTH, 14), 14)
            _draw_strip(canvas, milestone, scale, today)
            canvas.height += 26
        canvas.close(3)

    def sentence(self) -> str:
        """Return the numbers reached and later than agreed, and the next and overdue milestones."""
        start = sentence_start(self.title)
        parts = _sentence_parts(start, _dated_milestones(self))
        return f"{start}: {'; '.join(parts) or 'nothing to show yet'}."

    def table(self) -> ChartTable:
        """Return the three dates of each milestone and its state in words."""
        header = ("", "first agreed", "due", "reached", "state")
        return ChartTable(
            header, tuple(_table_row(milestone) for milestone in _dated_milestones(self))
        )


@dataclass(frozen=True)
class _DatedMilestone:
    label: str
    baseline: date
    due: date
    reached: date | None
    today: date

    @property
    def present(self) -> date:
        """Return the milestone's date on the strip: the day it was reached, or else is due."""
        return self.reached or self.due

    @property
    def n_days_later(self) -> int:
        """Return the days from the baseline to the present date; negative if earlier."""
        return (self.present - self.baseline).days

    @property
    def n_overdue(self) -> int:
        """Return the days past the due date if not reached; otherwise 0."""
        return 0 if self.reached else max(0, (self.today - self.due).days)

    def words(self, written: Callable[[date], str]) -> str:
        """Return the state in words: `due Feb 12, 2019, 8 days later than first agreed`."""
        verb = "reached" if self.reached else "due"
        parts = [f"{verb} {written(self.present)}"]
        if self.n_days_later:
            word = "later" if self.n_days_later > 0 else "earlier"
            parts.append(f"{days_in_words(self.n_days_later)} {word} than first agreed")
        elif self.reached:
            parts.append("as first agreed")
        if self.n_overdue:
            parts.append(f"{days_in_words(self.n_overdue)} overdue")
        return ", ".join(parts)


def _dated_milestones(chart: MilestoneChart) -> list[_DatedMilestone]:
    def day(text: str) -> date:
        return parse_day(chart.title, text)

    return [
        _DatedMilestone(
            mark.label,
            day(mark.baseline_on),
            day(mark.due_on),
            day(mark.reached_on) if mark.reached_on else None,
            day(chart.today),
        )
        for mark in chart.marks
    ]


def _draw_key(canvas: Canvas) -> None:
    middle, below = canvas.height + 10, canvas.height + LINE_HEIGHT + 10
    canvas.add("done", f'<circle cx="8" cy="{middle:.0f}" r="6"/>')
    canvas.add("open", f'<circle cx="140" cy="{middle:.0f}" r="6"/>')
    canvas.add("open", f'<path d="M1 {below - 7:.0f}l14 7l-14 7z"/>')
    canvas.add("ink", f'<path d="M140 {below - 7:.0f}v14"/>')
    for x, y, words in (
        (22, middle, "reached"),
        (154, middle, "due"),
        (22, below, "later or earlier"),
        (154, below, "first agreed"),
    ):
        canvas.text("caption", words, y + 5, str(x))
    canvas.height += 2 * LINE_HEIGHT + 6


def _draw_today(canvas: Canvas, x: float, today: date) -> None:
    words = f"today, {format_day(today)}"
    half = text_width(words, 14) / 2 / CHART_WIDTH * 100
    if x < half:
        canvas.text("caption", words, canvas.height + FONT_SIZE, "0", "start")
    elif x > 100 - half:
        canvas.text("caption", words, canvas.height + FONT_SIZE, "100%", "end")
    else:
        canvas.text("caption", words, canvas.height + FONT_SIZE, f"{x:.4g}%", "middle")
    canvas.height += LINE_HEIGHT
    canvas.line("now", (x, x), (canvas.height, canvas.height + 10))
    canvas.height += 14


def _draw_strip(canvas: Canvas, milestone: _DatedMilestone, scale: Scale, today: date) -> None:
    y = canvas.height + 12
    now, first = scale.at(today.toordinal()), scale.at(milestone.baseline.toordinal())
    present = scale.at(milestone.present.toordinal())
    canvas.bar("sand", 0, 100, y - 2, 4)
    canvas.line("now", (now, now), (y - 11, y + 11))
    layer = "done" if milestone.reached else "open"
    if not milestone.n_days_later:
        canvas.dot(layer, present, y)
        return
    canvas.line("ink", (first, first), (y - 8, y + 8))
    canvas.line("ink", (first, present), (y, y))
    canvas.path(layer, present, y, LATER if milestone.n_days_later > 0 else EARLIER)


def _sentence_parts(start: str, milestones: list[_DatedMilestone]) -> list[str]:
    if not milestones:
        return []
    not_reached = sorted(
        (milestone for milestone in milestones if not milestone.reached),
        key=lambda milestone: milestone.due,
    )
    reached = f"{len(milestones) - len(not_reached)} of {len(milestones)}"
    parts = [] if reached in start else [f"{reached} reached"]
    overdue = [milestone for milestone in not_reached if milestone.n_overdue]
    if overdue:
        first = overdue[0]
        overdue_words = "overdue is" if len(overdue) == 1 else f"{len(overdue)} are overdue, first"
        parts.append(f"{overdue_words} “{shorten_label(first.label)}”, {first.words(day_in_words)}")
    ahead = [milestone for milestone in not_reached if not milestone.n_overdue]
    if ahead:
        parts.append(f"next is “{shorten_label(ahead[0].label)}”, {ahead[0].words(day_in_words)}")
    parts += _later_in_words(
        milestones, {id(milestone) for milestone in (*overdue[:1], *ahead[:1])}
    )
    return parts


def _later_in_words(milestones: list[_DatedMilestone], named_milestones: set[int]) -> list[str]:
    later = [milestone for milestone in milestones if milestone.n_days_later > 0]
    if not later:
        return (
            [] if any(row.n_overdue for row in milestones) else ["none is later than first agreed"]
        )
    most = max(later, key=lambda milestone: milestone.n_days_later)
    if len(later) == 1 and id(most) in named_milestones:
        return []
    number = "1 is" if len(later) == 1 else f"{len(later)} are"
    most_words = "" if len(later) == 1 else " the most"
    label, days = shorten_label(most.label), days_in_words(most.n_days_later)
    return [f"{number} later than first agreed,{most_words} “{label}”, by {days}"]


def _table_row(milestone: _DatedMilestone) -> tuple[str, ...]:
    reached = format_day(milestone.reached) if milestone.reached else "not yet"
    state = milestone.words(format_day)
    return (
        milestone.label,
        format_day(milestone.baseline),
        format_day(milestone.due),
        reached,
        state,
    )
