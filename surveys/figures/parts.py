"""What all figures of questions share: the question asked, its lines, and what is hidden."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from clayton_review.charts.shapes import Bar, BarChart, Chart
from clayton_review.figures import Audience, Column, Table, cell
from clayton_review.stats.disclosure import RULES, Rule, protect
from clayton_review.stats.intervals import Interval, wilson
from clayton_review.stats.rounding import percent
from surveys.documents import Question
from surveys.selectors import Tally

SKIPPED = "Skipped"
COLUMNS = (
    Column("Answer"),
    Column("Answers", "count"),
    Column("Share", "percent"),
    Column("Lower", "percent"),
    Column("Upper", "percent"),
)


@dataclass(frozen=True)
class Asked:
    """A question with what was answered to it, and for whom it is drawn."""

    question: Question
    counted: Tally
    audience: Audience
    has_intervals: bool

    @property
    def n(self) -> int:
        """How many sheets were asked."""
        return sum(n for _answer, n in self.counted)

    @property
    def text(self) -> str:
        """The English wording."""
        return self.question.text["en"]

    @property
    def rule(self) -> Rule:
        """What is too small to show to this audience."""
        return RULES[self.audience]

    def n_saying(self, *answers: object) -> int:
        """How many sheets give exactly one of these answers."""
        return sum(n for answer, n in self.counted if answer in answers)

    def apart(self) -> list[tuple[str, int]]:
        """Words and count of every answer set apart, and of skipping."""
        told = [(c.label["en"], self.n_saying(c.value, [c.value])) for c in self.question.apart]
        return [*told, (SKIPPED, self.n_saying(None))]


@dataclass(frozen=True)
class Drawn:
    """The parts of a figure that depend on the type of its question."""

    title: str
    sentence: str
    table: Table
    chart: Chart | None
    value: str | None
    n_hidden: int
    n_cells: int
    unit: str = "percent"
    method: str = ""
    has_intervals: bool = True  # where the sample allows them

    @property
    def is_thin(self) -> bool:
        """Whether nothing at all can be shown."""
        return self.n_hidden == self.n_cells


@dataclass(frozen=True)
class Line:
    """One answer: its count, share and interval, or hidden."""

    value: str | None
    label: str
    n: int
    n_asked: int
    is_hidden: bool
    interval: Interval | None = None
    is_marked: bool = field(default=False, compare=False)

    @property
    def share(self) -> str | None:
        """Percent of everybody asked, one decimal, half up; None when hidden."""
        return None if self.is_hidden else cell(percent(self.n, self.n_asked))

    @property
    def percent(self) -> float | None:
        """The same share to four decimals, for drawing and adding up."""
        return None if self.is_hidden else round(100 * self.n / max(self.n_asked, 1), 4)

    def row(self) -> tuple[str | None, ...]:
        """The table row."""
        if self.is_hidden:
            return (self.label, None, None, None, None)
        ends = ("", "")
        if self.interval:
            ends = (cell(self.interval.lower * 100, 1), cell(self.interval.upper * 100, 1))
        return (self.label, cell(self.n), self.share, *ends)

    def bar(self) -> Bar:
        """The bar of a chart."""
        if self.share is None:
            return Bar(self.label, None)
        if self.interval is None:
            return Bar(self.label, float(self.share), is_marked=self.is_marked)
        lower, upper = (float(cell(end * 100, 1)) for end in self.interval[1:])
        return Bar(self.label, float(self.share), lower, upper, is_marked=self.is_marked)


def exclusive(
    asked: Asked, offered: Sequence[tuple[str | None, str, int]], marked: str | None = None
) -> list[Line]:
    """Lines of answers of which everybody gave one; `offered` is value, words and count."""
    counts = [n for _value, _label, n in offered]
    protection = protect(counts, asked.rule)
    hides_all = protection.total or not asked.n
    return [
        _line(asked, value, label, n, bool(hides_all or is_hidden), is_marked=label == marked)
        for (value, label, n), is_hidden in zip(offered, protection.cells, strict=True)
    ]


def overlapping(asked: Asked, ticked: Sequence[tuple[str, str, int]], n_ticking: int) -> list[Line]:
    """Lines of answers of which somebody may give several, then those set apart.

    A tick is hidden when those who gave it, or those who did not, are too few: either count
    follows from the other. The answers set apart exclude each other and all ticks, so they are
    protected together with the number of those who ticked anything.
    """
    least = asked.rule.minimum_cell
    is_thin = not asked.n or asked.n < asked.rule.minimum_base
    lines = [
        _line(asked, value, label, n, is_thin or 0 < n < least or 0 < asked.n - n < least)
        for value, label, n in ticked
    ]
    apart = asked.apart()
    masks = protect([n_ticking, *(n for _label, n in apart)], asked.rule).cells[1:]
    return lines + [
        _line(asked, None, label, n, bool(is_thin or is_hidden))
        for (label, n), is_hidden in zip(apart, masks, strict=True)
    ]


def table_of(lines: Sequence[Line], heading: str = COLUMNS[0].label) -> Table:
    """The lines as a table; the heading says what a line stands for."""
    return Table((Column(heading), *COLUMNS[1:]), tuple(line.row() for line in lines))


def bars_of(asked: Asked, lines: Sequence[Line]) -> BarChart | None:
    """The lines as bars, unless all are hidden."""
    if all(line.is_hidden for line in lines):
        return None
    bars = tuple(line.bar() for line in lines)
    return BarChart(title=asked.text, unit="percent", maximum=100.0, bars=bars)


def told(asked: Asked, lines: Sequence[Line]) -> str:
    """What was answered, in one sentence."""
    parts = [f"“{one.label}” {plain(one.share)}%" for one in lines if one.share and one.n]
    if not parts:
        return f"Too few answers to “{asked.text}” to show any."
    return f"Of {asked.n:,} residents asked: {', '.join(parts)}."


def plain(share: str | None) -> str:
    """A number as it stands in a sentence: 75.0 reads 75."""
    return (share or "").removesuffix(".0")


def n_hidden(lines: Sequence[Line]) -> int:
    """How many lines are hidden."""
    return sum(line.is_hidden for line in lines)


def _line(
    asked: Asked,
    value: str | None,
    label: str,
    n: int,
    is_hidden: bool,  # noqa: FBT001 - private
    *,
    is_marked: bool = False,
) -> Line:
    has_interval = asked.has_intervals and asked.n > 0
    interval = wilson(n, asked.n) if has_interval else None
    return Line(value, label, n, asked.n, is_hidden, interval, is_marked)
