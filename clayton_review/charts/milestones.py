"""A strip of milestones along time, with slips and today's line."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from clayton_review.charts.drawing import LINE, SIZE, WIDTH, Scale, Sheet, brief, width_of, wrap
from clayton_review.charts.numbers import days, parse_day, printed_day, spoken_day
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
    """A strip of milestones along time, with slips and today's line (ISO date).

    Raises `ChartError` for anything but ISO dates.
    """

    shape: ClassVar[str] = "milestones"
    title: str
    today: str
    marks: tuple[MilestoneMark, ...]

    def __post_init__(self) -> None:
        """Refuse what is not a date."""
        parse_day(self.title, self.today)
        for mark in self.marks:
            for text in (mark.baseline_on, mark.due_on, mark.reached_on or mark.due_on):
                parse_day(self.title, text)

    def draw(self, sheet: Sheet) -> None:
        """A key, then each milestone with its words and its own strip of time."""
        stages = _stages(self)
        if not stages:
            return
        today = parse_day(self.title, self.today)
        every = [day for stage in stages for day in (stage.baseline, stage.present)]
        scale = Scale(min(today, *every).toordinal(), max(today, *every).toordinal(), 4, 96)
        _draw_key(sheet)
        _draw_today(sheet, scale.at(today.toordinal()), today)
        for stage in stages:
            sheet.lines("strong", wrap(stage.label, WIDTH, most=3))
            sheet.lines("caption", wrap(stage.words(printed_day), WIDTH, 14), 14)
            _draw_strip(sheet, stage, scale, today)
            sheet.height += 26
        sheet.close(3)

    def sentence(self) -> str:
        """How many are reached, what is next, overdue, and moved the most."""
        start = brief(self.title, 200).rstrip(".:")
        return f"{start}: {'; '.join(_told(start, _stages(self))) or 'nothing to show yet'}."

    def table(self) -> ChartTable:
        """The three dates of each milestone and its state in words."""
        header = ("", "first planned", "due", "reached", "state")
        return ChartTable(header, tuple(_row(stage) for stage in _stages(self)))


@dataclass(frozen=True)
class _Stage:
    label: str
    baseline: date
    due: date
    reached: date | None
    today: date

    @property
    def present(self) -> date:
        """Where it stands on the strip: the day it was reached, or else is due."""
        return self.reached or self.due

    @property
    def n_slipped(self) -> int:
        """Days from the baseline to the present date; negative when earlier."""
        return (self.present - self.baseline).days

    @property
    def n_overdue(self) -> int:
        """Days past the due date while not reached; zero otherwise."""
        return 0 if self.reached else max(0, (self.today - self.due).days)

    def words(self, written: Callable[[date], str]) -> str:
        """Its state: `due Feb 12, 2019, 8 days later than first planned`."""
        verb = "reached" if self.reached else "due"
        parts = [f"{verb} {written(self.present)}"]
        if self.n_slipped:
            word = "later" if self.n_slipped > 0 else "earlier"
            parts.append(f"{days(self.n_slipped)} {word} than first planned")
        elif self.reached:
            parts.append("as first planned")
        if self.n_overdue:
            parts.append(f"{days(self.n_overdue)} overdue")
        return ", ".join(parts)


def _stages(chart: MilestoneChart) -> list[_Stage]:
    def day(text: str) -> date:
        return parse_day(chart.title, text)

    return [
        _Stage(
            mark.label,
            day(mark.baseline_on),
            day(mark.due_on),
            day(mark.reached_on) if mark.reached_on else None,
            day(chart.today),
        )
        for mark in chart.marks
    ]


def _draw_key(sheet: Sheet) -> None:
    middle, below = sheet.height + 10, sheet.height + LINE + 10
    sheet.add("done", f'<circle cx="8" cy="{middle:.0f}" r="6"/>')
    sheet.add("open", f'<circle cx="108" cy="{middle:.0f}" r="6"/>')
    sheet.add("open", f'<path d="M1 {below - 7:.0f}l14 7l-14 7z"/>')
    sheet.add("ink", f'<path d="M108 {below - 7:.0f}v14"/>')
    for x, y, words in (
        (22, middle, "reached"),
        (122, middle, "due"),
        (22, below, "moved"),
        (122, below, "first planned"),
    ):
        sheet.text("caption", words, y + 5, str(x))
    sheet.height += 2 * LINE + 6


def _draw_today(sheet: Sheet, x: float, today: date) -> None:
    words = f"today, {printed_day(today)}"
    half = width_of(words, 14) / 2 / WIDTH * 100
    if x < half:
        sheet.text("caption", words, sheet.height + SIZE, "0", "start")
    elif x > 100 - half:
        sheet.text("caption", words, sheet.height + SIZE, "100%", "end")
    else:
        sheet.text("caption", words, sheet.height + SIZE, f"{x:.4g}%", "middle")
    sheet.height += LINE
    sheet.line("now", (x, x), (sheet.height, sheet.height + 10))
    sheet.height += 14


def _draw_strip(sheet: Sheet, stage: _Stage, scale: Scale, today: date) -> None:
    y = sheet.height + 12
    now, first = scale.at(today.toordinal()), scale.at(stage.baseline.toordinal())
    present = scale.at(stage.present.toordinal())
    sheet.bar("sand", 0, 100, y - 2, 4)
    sheet.line("now", (now, now), (y - 11, y + 11))
    layer = "done" if stage.reached else "open"
    if not stage.n_slipped:
        sheet.dot(layer, present, y)
        return
    sheet.line("ink", (first, first), (y - 8, y + 8))
    sheet.line("ink", (first, present), (y, y))
    sheet.path(layer, present, y, LATER if stage.n_slipped > 0 else EARLIER)


def _told(start: str, stages: list[_Stage]) -> list[str]:
    if not stages:
        return []
    waiting = sorted((stage for stage in stages if not stage.reached), key=lambda one: one.due)
    reached = f"{len(stages) - len(waiting)} of {len(stages)}"
    parts = [] if reached in start else [f"{reached} reached"]
    overdue = [stage for stage in waiting if stage.n_overdue]
    if overdue:
        first = overdue[0]
        more = f" and {len(overdue) - 1} more" if len(overdue) > 1 else ""
        parts.append(f"overdue is “{brief(first.label)}”, {first.words(spoken_day)}{more}")
    ahead = [stage for stage in waiting if not stage.n_overdue]
    if ahead:
        parts.append(f"next is “{brief(ahead[0].label)}”, {ahead[0].words(spoken_day)}")
    parts += _told_slips(stages, {id(stage) for stage in (*overdue[:1], *ahead[:1])})
    return parts


def _told_slips(stages: list[_Stage], told: set[int]) -> list[str]:
    later = [stage for stage in stages if stage.n_slipped > 0]
    if not later:
        return ["none has slipped"]
    most = max(later, key=lambda stage: stage.n_slipped)
    if len(later) == 1 and id(most) in told:
        return []
    number = "1 has slipped," if len(later) == 1 else f"{len(later)} have slipped, the most"
    return [f"{number} “{brief(most.label)}”, by {days(most.n_slipped)}"]


def _row(stage: _Stage) -> tuple[str, ...]:
    reached = printed_day(stage.reached) if stage.reached else "not yet"
    state = stage.words(printed_day)
    return stage.label, printed_day(stage.baseline), printed_day(stage.due), reached, state
