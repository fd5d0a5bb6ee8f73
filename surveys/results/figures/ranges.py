"""Figures of numbers and days: counts by span and by month, with median and quartiles."""

import itertools
import math
from collections import Counter
from datetime import date
from decimal import ROUND_FLOOR, Decimal

import numpy as np
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from clayton_review.figures import cell
from clayton_review.stats.estimates.rounding import round_half_up
from surveys.analysis.share_text import percent_text
from surveys.question_types.columns import LevelIndexes
from surveys.question_types.numbers import canonical
from surveys.questionnaire.questionnaire import Bounds
from surveys.results.figures import question_figure
from surveys.results.figures.headlines import (
    Headline,
    HeadlineCandidate,
    answers_apart,
    has_hidden_answer_apart,
    headline_of,
    is_fixed,
)
from surveys.results.figures.question_figure import (
    AnswerLine,
    FigureContent,
    FigureInput,
    Level,
    Proofs,
)

MOST_BINS = 10
LEAST_AT_ENDS = 5  # a first or last span with fewer people is joined to the next
MOST_MONTHS = 24
QUARTILES = (0.25, 0.5, 0.75)
NumberRange = tuple[str, Decimal, Decimal]  # words, lower end, upper end (not in it)
Numbers = Counter[Decimal]
Ranges = tuple[list[str], LevelIndexes]


def draw_number(figure_input: FigureInput) -> FigureContent:
    """Draw a bar for each range of numbers, and mark the one with the median."""
    numbers = _numbers(figure_input)
    bins = _bins(numbers, figure_input.question.bounds)
    unit = (
        figure_input.text_of(figure_input.question.bounds.unit)
        if figure_input.question.bounds.unit
        else ""
    )
    middle = _quartiles(figure_input, numbers)
    marked = next((label for label, low, high in bins if middle and low <= middle[1] < high), None)
    lines, proofs = _lines(
        figure_input,
        [label for label, _low, _high in bins],
        _range_codes(figure_input, bins),
        marked,
    )
    is_hidden = question_figure.n_hidden(lines) > 0
    if figure_input.is_closed or (figure_input.rule.minimum_base and is_hidden):
        middle = []
    if _tell_few(middle, numbers, bins, figure_input.rule.minimum_cell):
        middle = []
    quartiles = [
        canonical(round_half_up(value, max(figure_input.question.bounds.decimals, 0)))
        for value in middle
    ]
    title, is_median_named = figure_input.text, False
    if quartiles and not is_fixed(figure_input):
        median = f"{quartiles[1]}{f' {unit}' if unit else ''}"
        title, named = _median_headline(figure_input, lines, median)
        is_median_named = named is None
    spread = ""
    if quartiles:
        ends = {"low": quartiles[0], "high": quartiles[2]}
        spread = " " + _("Half of those who gave a number said %(low)s to %(high)s.") % ends
    visible = question_figure.with_merged_silence(figure_input, lines)
    return FigureContent(
        title=title,
        sentence=question_figure.answers_sentence(figure_input, visible) + spread,
        table=question_figure.answers_table(visible, _("Span")),
        chart=question_figure.answers_chart(figure_input, visible),
        value=quartiles[1] if is_median_named else None,
        n_hidden=question_figure.n_hidden(visible),
        n_cells=len(visible),
        lines=tuple(lines),
        unit=unit or "number",
        method=_(
            "Median and quartiles: the smallest number at which this share of the weight is "
            "reached. Outside the team, they are shown only when there are 40 numbers or more, so "
            "that there are ten people on each side. Spans at both ends with fewer than five "
            "people are joined to the next one."
        ),
        certificates=proofs,
    )


def _median_headline(figure_input: FigureInput, lines: list[AnswerLine], median: str) -> Headline:
    """Return the title with the median, or the answer set apart that leads, with its share."""
    words = {"median": median, "question": figure_input.text}
    coded = figure_input.sample.coded[f"{figure_input.question.name}#"]
    is_asked = figure_input.sample.is_asked(figure_input.question.name)
    gave_number = np.isfinite(coded)
    share = figure_input.sample.shares(np.where(is_asked, gave_number, -1), 2)[1]
    number = HeadlineCandidate(median, share, gave_number)
    title, named = headline_of(
        figure_input,
        lines,
        [number, *answers_apart(figure_input, lines, has_opinion=True)],
        lambda _values: _("%(question)s The middle answer (median) is %(median)s") % words,
    )
    if named is share:
        return title, None
    if named is not None:
        return title, named
    among = _(
        "%(question)s Among those who gave a number, the middle answer (median) is %(median)s"
    )
    return among % words, None


def draw_date(figure_input: FigureInput) -> FigureContent:
    """Draw a bar for each month, or for each year if there are many."""
    labels, codes = day_ranges(figure_input)
    lines, proofs = _lines(figure_input, labels, codes)
    title, headline = headline_of(
        figure_input,
        lines,
        _period_contenders(figure_input, lines, codes),
        lambda values: _("%(question)s The most common answer is %(answer)s") % values,
    )
    visible = question_figure.with_merged_silence(figure_input, lines)
    return FigureContent(
        title=title,
        sentence=question_figure.answers_sentence(figure_input, visible),
        table=question_figure.answers_table(visible, _("Time")),
        chart=question_figure.answers_chart(figure_input, visible),
        value=percent_text(headline.value) if headline else None,
        interval=headline.interval if headline else None,
        n_hidden=question_figure.n_hidden(visible),
        n_cells=len(visible),
        lines=tuple(lines),
        certificates=proofs,
    )


def _period_contenders(
    figure_input: FigureInput, lines: list[AnswerLine], codes: LevelIndexes
) -> list[HeadlineCandidate]:
    """Return months or years, and answers such as "never", with the sheets that name them.

    None where one is hidden.
    """
    times = [line for line in lines if line.value]
    if any(line.is_hidden for line in times) or has_hidden_answer_apart(figure_input, lines):
        return []
    is_answered = question_figure.is_answered(figure_input)
    return [
        HeadlineCandidate(line.label, line.share_of, is_answered & (codes == place))
        for place, line in enumerate(times)
    ] + answers_apart(figure_input, lines, has_opinion=True)


def number_ranges(figure_input: FigureInput) -> Ranges:
    """Return the ranges' labels, and the range (n,) of each sheet's number; 0 without one."""
    bins = _bins(_numbers(figure_input), figure_input.question.bounds)
    return [label for label, _low, _high in bins], _range_codes(figure_input, bins)


def day_ranges(figure_input: FigureInput) -> Ranges:
    """Return labels of months, or of years if there are many, and the place of each sheet's day."""
    ordinals = figure_input.sample.coded[f"{figure_input.question.name}#"]
    is_given = np.isfinite(ordinals)
    days = [date.fromordinal(int(ordinal)) for ordinal in ordinals[is_given]]
    labels, places = _months(days) if days else ([], [])
    codes = np.zeros(figure_input.sample.n, dtype=np.int64)
    codes[is_given] = places
    return labels, codes


def _lines(
    figure_input: FigureInput, labels: list[str], codes: LevelIndexes, marked: str | None = None
) -> tuple[list[AnswerLine], Proofs]:
    all_codes, apart = question_figure.answer_codes(figure_input, codes, len(labels))
    levels: list[Level] = [(label, label) for label in labels]
    return question_figure.exclusive_lines(figure_input, all_codes, [*levels, *apart], marked)


def _numbers(figure_input: FigureInput) -> Numbers:
    """Return the number of sheets that give each number."""
    numbers = figure_input.sample.coded[f"{figure_input.question.name}#"]
    values, counts = np.unique(numbers[np.isfinite(numbers)], return_counts=True)
    pairs = zip(values.tolist(), counts.tolist(), strict=True)
    return Counter({Decimal(canonical(Decimal(repr(value)))): n for value, n in pairs})


def _quartiles(figure_input: FigureInput, numbers: Numbers) -> list[Decimal]:
    """Return lower quartile, median and upper quartile; empty if there are too few numbers."""
    least = figure_input.rule.minimum_base
    if numbers.total() < max(2, 4 * least):
        return []
    coded = figure_input.sample.coded[f"{figure_input.question.name}#"]
    if not figure_input.sample.stands_for_somebody(np.isfinite(coded)):
        return []
    quartiles = [figure_input.sample.quantile(coded, share) for share in QUARTILES]
    # A few sheets that weigh much can carry a quarter of the weight: people are counted, too.
    sides = [
        min(int((coded <= quartile).sum()), int((coded >= quartile).sum()))
        for quartile in quartiles
    ]
    return [Decimal(repr(quartile)) for quartile in quartiles] if min(sides) >= least else []


def _tell_few(
    quartiles: list[Decimal], numbers: Numbers, bins: list[NumberRange], least: int
) -> bool:
    """True if a quartile tells that fewer than `least` people of a span are above or below it.

    Whoever knows the spans' counts knows how many it takes from the start of a span to a quartile.
    """
    for share, quartile in zip(QUARTILES, quartiles, strict=False):
        low, high = next((low, high) for _label, low, high in bins if low <= quartile < high)
        before = sum(n for number, n in numbers.items() if number < low)
        inside = sum(n for number, n in numbers.items() if low <= number < high)
        below = sum(n for number, n in numbers.items() if low <= number < quartile)
        needed = math.ceil(share * numbers.total()) - before
        above = inside - below - numbers[quartile]
        if 0 < below < least and needed - 1 < least:
            return True
        if 0 < above < least and inside - needed < least:
            return True
    return False


def _range_codes(figure_input: FigureInput, bins: list[NumberRange]) -> LevelIndexes:
    """Return the range (n,) of each sheet's number; 0 without one."""
    numbers = np.nan_to_num(
        figure_input.sample.coded[f"{figure_input.question.name}#"], nan=-np.inf
    )
    uppers = [float(high) for _label, _low, high in bins]
    places = np.searchsorted(uppers, numbers, side="right").astype(np.int64)
    return np.minimum(places, max(len(bins) - 1, 0))


def _bins(numbers: Numbers, bounds: Bounds) -> list[NumberRange]:
    """Return ranges that hold all numbers."""
    if not numbers:
        return []
    first, last = min(numbers), max(numbers)
    unit = Decimal(1).scaleb(-bounds.decimals)
    width = _width(first, last, unit)
    edges = [_floor(first, width) * width]
    while edges[-1] <= last:
        edges.append(edges[-1] + width)
    edges = _within(bounds, edges, first, last)
    counts = [
        sum(n for number, n in numbers.items() if low <= number < high)
        for low, high in itertools.pairwise(edges)
    ]
    edges, is_low, is_high = _join_thin_ends(edges, counts)
    return _labeled_ranges(edges, unit, is_low=is_low, is_high=is_high)


def _within(bounds: Bounds, edges: list[Decimal], first: Decimal, last: Decimal) -> list[Decimal]:
    """Return the edges, beginning and ending where answers can begin and end.

    The least answer possible begins the first range: 18–29, not 20–29. The greatest answer possible
    does not stand alone: 80–100, not 80–99 and 100.
    """
    unit = Decimal(1).scaleb(-bounds.decimals)
    if bounds.least:
        start = min(Decimal(bounds.least), first)
        is_near = start > 2 * edges[0] - edges[1]
        edges = [start if is_near else edges[0], *edges[1:]]
    if bounds.most:
        most = max(Decimal(bounds.most), last)
        if len(edges) > 2 and edges[-2] == most and edges[-1] - most > unit:
            edges = [*edges[:-2], edges[-1]]
        edges = [*edges[:-1], min(edges[-1], most + unit)]
    return edges


def _width(low: Decimal, high: Decimal, unit: Decimal) -> Decimal:
    """Return the smallest of 1, 2, 5, 10, 20 … units that needs at most ten ranges."""
    scale = unit
    while True:
        for step in (1, 2, 5):
            width = scale * step
            if _floor(high, width) - _floor(low, width) < MOST_BINS:
                return width
        scale *= 10


def _floor(number: Decimal, width: Decimal) -> Decimal:
    """Return the whole widths below a number; `//` of decimals would round negative ones up."""
    return (number / width).to_integral_value(ROUND_FLOOR)


def _join_thin_ends(edges: list[Decimal], counts: list[int]) -> tuple[list[Decimal], bool, bool]:
    """Join thin ends inward; return the edges, and whether each end was joined."""
    is_low = is_high = False
    while len(counts) > 2 and counts[0] < LEAST_AT_ENDS:
        edges, counts, is_low = [edges[0], *edges[2:]], [counts[0] + counts[1], *counts[2:]], True
    while len(counts) > 2 and counts[-1] < LEAST_AT_ENDS:
        edges, counts = [*edges[:-2], edges[-1]], [*counts[:-2], counts[-2] + counts[-1]]
        is_high = True
    return edges, is_low, is_high


def _labeled_ranges(
    edges: list[Decimal], unit: Decimal, *, is_low: bool, is_high: bool
) -> list[NumberRange]:
    ranges = []
    pairs = list(itertools.pairwise(edges))
    for place, (low, high) in enumerate(pairs):
        last = high - unit
        label = canonical(low) if low == last else f"{canonical(low)}–{canonical(last)}"
        if is_low and place == 0:
            label = _("%(number)s or less") % {"number": canonical(last)}
        if is_high and place == len(pairs) - 1:
            label = _("%(number)s or more") % {"number": canonical(low)}
        ranges.append((label, low, high))
    return ranges


def _months(days: list[date]) -> tuple[list[str], list[int]]:
    """Return the months' or years' labels and each day's place in them; thin ends are joined."""
    first, last = min(days), max(days)
    n_months = (last.year - first.year) * 12 + last.month - first.month + 1
    if n_months > MOST_MONTHS:
        years = [cell(year) for year in range(first.year, last.year + 1)]
        return _ends_joined(years, [day.year - first.year for day in days])
    start = first.year * 12 + first.month - 1
    months = [divmod(start + step, 12) for step in range(n_months)]
    labels = [
        _("%(month)s %(year)s") % {"month": MONTHS[month + 1], "year": year}
        for year, month in months
    ]
    return _ends_joined(labels, [day.year * 12 + day.month - 1 - start for day in days])


def _ends_joined(labels: list[str], places: list[int]) -> tuple[list[str], list[int]]:
    """Join thin ends inward, to two ranges at least.

    The label of an end that is still thin is open, too: it would name the date of a few people.
    """
    counts = np.bincount(places, minlength=len(labels)).tolist()
    low, high = 0, len(counts) - 1
    while high - low > 1 and sum(counts[: low + 1]) < LEAST_AT_ENDS:
        low += 1
    while high - low > 1 and sum(counts[high:]) < LEAST_AT_ENDS:
        high -= 1
    joined = labels[low : high + 1]
    if high < len(counts) - 1 or (high > low and counts[high] < LEAST_AT_ENDS):
        joined[-1] = _("%(month)s or later") % {"month": joined[-1]}
    if low or counts[0] < LEAST_AT_ENDS:
        joined[0] = _("%(month)s or earlier") % {"month": joined[0]}
    return joined, [min(max(place, low), high) - low for place in places]
