"""Figures as the report draws them: survey answers that nobody gave are left out."""

from dataclasses import replace

from clayton_review.charts.shapes import BarChart
from clayton_review.figures import Figure

ANSWERS = "surveys.answers/"
LONG = 60  # characters of a cell from which a table is too narrow on paper


def trimmed(figure: Figure) -> Figure:
    """The figure without the answers of a survey that were given by nobody; others as they are.

    A suppressed answer is kept: that it is not shown is part of what is told.
    """
    if not figure.name.startswith(ANSWERS):
        return figure
    rows = tuple(row for row in figure.table.rows if not _is_empty(row))
    chart = figure.chart
    if isinstance(chart, BarChart):
        bars = tuple(bar for bar in chart.bars if bar.value is None or bar.value > 0)
        chart = replace(chart, bars=bars) if bars else chart
    return replace(figure, chart=chart, table=replace(figure.table, rows=rows or figure.table.rows))


def is_wordy(figure: Figure) -> bool:
    """Whether its table holds texts side by side, which on paper would stand a word to a line."""
    long = [
        {place for place, cell in enumerate(row) if cell and len(cell) > LONG}
        for row in figure.table.rows
    ]
    wide = len(figure.table.columns) > 4
    return wide and any(long)


def _is_empty(row: tuple[str | None, ...]) -> bool:
    """Whether the first number of a row, which counts who answered so, is nothing."""
    return len(row) > 1 and row[1] in {"0", "0.0"}
