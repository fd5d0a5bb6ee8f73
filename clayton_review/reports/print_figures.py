"""Figures as the report prints them: without the choices of a survey that nobody took."""

from dataclasses import replace

from clayton_review.charts.shapes import BarChart
from clayton_review.figures import Figure
from surveys.analysis.figure_names import ANSWERS

# Of a question with a list of choices. Other tables need their zeros: the share of the first step
# in a grid, the first places in a ranking, a span of numbers or a month between others.
CHOICES = ("Answer", "Answers", "Share", "Lower", "Upper")
LONG = 60  # characters of a cell from which a table is too narrow on paper


def print_figure(figure: Figure) -> Figure:
    """Return the figure without choices that nobody took; other figures as they are.

    A suppressed answer is kept, because readers must see that something is not shown.
    """
    if not _has_choices(figure):
        return figure
    rows = tuple(row for row in figure.table.rows if not _is_empty(row))
    chart = figure.chart
    if isinstance(chart, BarChart):
        bars = tuple(bar for bar in chart.bars if bar.value is None or bar.value > 0)
        chart = replace(chart, bars=bars) if bars else chart
    return replace(figure, chart=chart, table=replace(figure.table, rows=rows or figure.table.rows))


def is_wordy(figure: Figure) -> bool:
    """True if its table has texts side by side, too narrow for paper."""
    long = [
        {place for place, cell in enumerate(row) if cell and len(cell) > LONG}
        for row in figure.table.rows
    ]
    wide = len(figure.table.columns) > 4
    return wide and any(long)


def _has_choices(figure: Figure) -> bool:
    """True if each row counts the people who chose one answer of a list."""
    labels = tuple(column.label for column in figure.table.columns)
    is_of_numbers = figure.unit != "percent"  # as they were headed in older reports
    return figure.name.startswith(ANSWERS) and labels == CHOICES and not is_of_numbers


def _is_empty(row: tuple[str | None, ...]) -> bool:
    """True if nobody chose it: the first number of the row is zero."""
    return row[1] == "0"
