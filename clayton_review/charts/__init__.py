"""Server-drawn SVG charts: each shape holds its data, its sentence and its drawing."""

from clayton_review.charts.drawing import Canvas
from clayton_review.charts.number_formats import ChartError
from clayton_review.charts.shapes import Chart
from clayton_review.charts.table import ChartTable
from clayton_review.charts.translations import in_language

__all__ = ["ChartError", "ChartTable", "describe", "draw", "table_of"]


def draw(chart: Chart, key: str = "", language: str = "en") -> str:
    """Return the chart as one inline `<svg>` element, safe to put into a page as it is.

    Named by its sentence (`<title>`), as wide as its container and `height` px high, without styles
    or scripts. Positions across are percents, so that text keeps its size on a phone and on paper.
    Equal charts give equal bytes; `key` keeps two equal charts on one page apart. The chart's own
    words are in `language`, en or es; its labels are printed as given.
    """
    canvas = Canvas()
    with in_language(language):
        chart.draw(canvas)
        return canvas.svg(chart.sentence(), key)


def describe(chart: Chart) -> str:
    """Return the sentence that a person can read aloud, made from the chart's data."""
    return chart.sentence()


def table_of(chart: Chart) -> ChartTable:
    """Return the table behind the chart: header and rows as printed."""
    return chart.table()
