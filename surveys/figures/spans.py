"""Figures of numbers and days: counts by span and by month, with median and quartiles."""

import itertools
from collections import Counter
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from statistics import quantiles

from clayton_review.figures import cell
from clayton_review.stats.rounding import half_up
from surveys.documents import Bounds
from surveys.figures import parts
from surveys.figures.parts import Asked, Drawn, Line
from surveys.question_types.number import canonical, number_in

MOST_BINS = 10
LEAST_AT_ENDS = 5  # a first or last span with fewer people is joined to the next
MOST_MONTHS = 24
QUARTILES = (
    "Median and quartiles as in R’s quantile type 7; for others than the team they are shown from "
    "40 numbers on, so that ten people stand on each side. Spans at both ends with fewer than "
    "five people are joined to the next."
)
Bin = tuple[str, int]


def draw_number(asked: Asked) -> Drawn:
    """A bar for each span of numbers; the span with the median is marked."""
    numbers = _numbers(asked)
    bins = _bins(numbers, asked.question.bounds)
    unit = asked.question.bounds.unit.get("en", "")
    middle = _quartiles(asked, numbers)
    marked = next(
        (label for label, low, high, _n in bins if middle and low <= middle[1] < high), None
    )
    lines = _lines(asked, [(label, n) for label, _low, _high, n in bins], marked)
    shown = [canonical(half_up(value, max(asked.question.bounds.decimals, 0))) for value in middle]
    title, said = asked.text, ""
    if shown:
        title = f"The median is {shown[1]}{f' {unit}' if unit else ''}: {asked.text}"
        said = f" Half of the numbers lie between {shown[0]} and {shown[2]}."
    return Drawn(
        title=title,
        sentence=parts.told(asked, lines) + said,
        table=parts.table_of(lines, "Span"),
        chart=parts.bars_of(asked, lines),
        value=shown[1] if shown else None,
        n_hidden=parts.n_hidden(lines),
        n_cells=len(lines),
        unit=unit or "number",
        method=QUARTILES,
    )


def draw_date(asked: Asked) -> Drawn:
    """A bar for each month, or for each year when there are many."""
    days = Counter[date]()
    for answer, n in asked.counted:
        if isinstance(answer, str) and (day := _day(answer)):
            days[day] += n
    bins = _months(days) if days else []
    lines = _lines(asked, bins)
    shown = [line for line in lines if line.value and not line.is_hidden]
    most = max(shown, key=lambda line: line.n) if bins and len(shown) == len(bins) else None
    return Drawn(
        title=f"Most often in {most.label}: {asked.text}" if most else asked.text,
        sentence=parts.told(asked, lines),
        table=parts.table_of(lines, "Time"),
        chart=parts.bars_of(asked, lines),
        value=most.share if most else None,
        n_hidden=parts.n_hidden(lines),
        n_cells=len(lines),
    )


def _lines(asked: Asked, bins: list[Bin], marked: str | None = None) -> list[Line]:
    offered: list[tuple[str | None, str, int]] = [(label, label, n) for label, n in bins]
    offered += [(None, label, n) for label, n in asked.apart()]
    return parts.exclusive(asked, offered, marked)


def _numbers(asked: Asked) -> list[Decimal]:
    found = []
    for answer, n in asked.counted:
        number = number_in(answer) if isinstance(answer, str) else None
        found += [number] * n if number is not None else []
    return sorted(found)


def _quartiles(asked: Asked, numbers: list[Decimal]) -> list[Decimal]:
    """Lower quartile, median and upper quartile; empty when there are too few numbers."""
    if len(numbers) < max(2, 4 * asked.rule.minimum_base):
        return []
    return quantiles(numbers, n=4, method="inclusive")


def _bins(numbers: list[Decimal], bounds: Bounds) -> list[tuple[str, Decimal, Decimal, int]]:
    """Words, lower end, upper end (not in it) and count of each span."""
    if not numbers:
        return []
    unit = Decimal(1).scaleb(-bounds.decimals)
    width = _width(numbers[0], numbers[-1], unit)
    start = _floor(numbers[0], width) * width
    edges = [start]
    while edges[-1] <= numbers[-1]:
        edges.append(edges[-1] + width)
    counts = [
        sum(low <= number < high for number in numbers) for low, high in itertools.pairwise(edges)
    ]
    if bounds.least:  # the first span begins where answers can begin
        edges[0] = max(edges[0], Decimal(bounds.least))
    return _named(*_joined(edges, counts), unit)


def _width(low: Decimal, high: Decimal, unit: Decimal) -> Decimal:
    """The smallest of 1, 2, 5, 10, 20 … units that needs at most ten spans."""
    scale = unit
    while True:
        for step in (1, 2, 5):
            width = scale * step
            if _floor(high, width) - _floor(low, width) < MOST_BINS:
                return width
        scale *= 10


def _floor(number: Decimal, width: Decimal) -> Decimal:
    """Whole widths below a number; `//` of decimals would round negative ones up."""
    return (number / width).to_integral_value(ROUND_FLOOR)


def _joined(edges: list[Decimal], counts: list[int]) -> tuple[list[Decimal], list[int], bool, bool]:
    """Edges and counts with thin ends joined inward, and whether each end was."""
    is_low = is_high = False
    while len(counts) > 2 and counts[0] < LEAST_AT_ENDS:
        edges, counts, is_low = [edges[0], *edges[2:]], [counts[0] + counts[1], *counts[2:]], True
    while len(counts) > 2 and counts[-1] < LEAST_AT_ENDS:
        edges, counts = [*edges[:-2], edges[-1]], [*counts[:-2], counts[-2] + counts[-1]]
        is_high = True
    return edges, counts, is_low, is_high


def _named(
    edges: list[Decimal],
    counts: list[int],
    is_low: bool,  # noqa: FBT001 - private
    is_high: bool,  # noqa: FBT001 - private
    unit: Decimal,
) -> list[tuple[str, Decimal, Decimal, int]]:
    made = []
    for place, n in enumerate(counts):
        low, high = edges[place], edges[place + 1]
        last = high - unit
        label = canonical(low) if low == last else f"{canonical(low)}–{canonical(last)}"
        if is_low and place == 0:
            label = f"{canonical(last)} or less"
        if is_high and place == len(counts) - 1:
            label = f"{canonical(low)} or more"
        made.append((label, low, high, n))
    return made


def _months(days: Counter[date]) -> list[Bin]:
    first, last = min(days), max(days)
    n_months = (last.year - first.year) * 12 + last.month - first.month + 1
    if n_months > MOST_MONTHS:
        by_year = Counter({day.year: 0 for day in days})
        for day, n in days.items():
            by_year[day.year] += n
        return [(cell(year), by_year[year]) for year in range(first.year, last.year + 1)]
    months = [divmod(first.year * 12 + first.month - 1 + step, 12) for step in range(n_months)]
    return [
        (
            date(year, month + 1, 1).strftime("%B %Y"),
            sum(n for day, n in days.items() if (day.year, day.month) == (year, month + 1)),
        )
        for year, month in months
    ]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
