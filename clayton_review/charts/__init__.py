"""Server-drawn SVG charts: each shape holds its data, says its sentence and draws itself."""

from clayton_review.charts.drawing import Sheet
from clayton_review.charts.numbers import ChartError
from clayton_review.charts.shapes import Chart
from clayton_review.charts.table import ChartTable
from clayton_review.charts.words import speaking

__all__ = ["ChartError", "ChartTable", "describe", "draw", "table_of"]


def draw(chart: Chart, key: str = "", language: str = "en") -> str:
    """The chart as one inline `<svg>` element, safe to put into a page as it is.

    Named by its sentence (`<title>`), as wide as its place and `height` px high, without styles
    or scripts. Positions across are percents, so that text keeps its size on a phone and on
    paper. Equal charts give equal bytes; `key` tells two equal charts on one page apart. What the
    chart says of itself is in `language`, en or es; its labels are as they come.
    """
    sheet = Sheet()
    with speaking(language):
        chart.draw(sheet)
        return sheet.svg(chart.sentence(), key)


def describe(chart: Chart) -> str:
    """The sentence a person can read aloud, made from the chart's data."""
    return chart.sentence()


def table_of(chart: Chart) -> ChartTable:
    """The table behind the chart: header and rows as printed."""
    return chart.table()
