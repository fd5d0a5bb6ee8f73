"""Server-drawn SVG charts: each shape holds its data, its sentence and its drawing."""

from clayton_review.charts.drawing import Canvas
from clayton_review.charts.number_formats import ChartError
from clayton_review.charts.shapes import Chart
from clayton_review.charts.table import ChartTable
from clayton_review.charts.translations import Translate, gettext_noop, translated_by

__all__ = ["ChartError", "ChartTable", "describe", "draw", "table_of"]


def draw(chart: Chart, key: str = "", translate: Translate = gettext_noop) -> str:
    """Return the chart as one inline `<svg>` element, safe to put into a page as it is.

    Named by its sentence (`<title>`), as wide as its container and `height` px high, without styles
    or scripts. Positions across are percents, so that text keeps its size on a phone and on paper.
    Equal charts give equal bytes; `key` keeps two equal charts on one page apart. `translate`
    turns the chart's own English words into another language; its labels are printed as given.
    """
    canvas = Canvas()
    with translated_by(translate):
        chart.draw(canvas)
        return canvas.svg(chart.sentence(), key)


def describe(chart: Chart) -> str:
    """Return the sentence that a person can read aloud, made from the chart's data."""
    return chart.sentence()


def table_of(chart: Chart) -> ChartTable:
    """Return the table behind the chart: header and rows as printed."""
    return chart.table()
