"""`{% load reports %}`: tile names, headline values and the parts of a narrative."""

import re

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_noop

from clayton_review.figures import Figure
from clayton_review.reports.brief import FRONT, Brief, shortened
from clayton_review.reports.compared_measures import MEASURES, cells, is_rounded_down
from clayton_review.reports.edition import Edition
from clayton_review.reports.file_formats import FileFormat
from clayton_review.reports.headline_number import value_text
from clayton_review.reports.narrative import NarrativePart
from clayton_review.reports.print_figures import is_wordy, print_figure
from clayton_review.reports.sections import SECTIONS

register = template.Library()

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")

_TILE_NAMES = {
    "engagement.budget": gettext_noop("Budget"),
    "engagement.milestones": gettext_noop("Milestones"),
    "findings.interviews": gettext_noop("Interviews"),
    "surveys.response": gettext_noop("Survey answers"),
    "incidents.reviewed": gettext_noop("Incidents"),
    "findings.recommendations": gettext_noop("Recommendations"),
}

# Figures that count all issued recommendations, so that there is nothing they are out of.
_ALL_ISSUED = frozenset(
    {"findings.recommendations", "findings.by_pillar", "findings.by_goal", "findings.tracker"}
)

register.filter("value_text", value_text)
register.filter("as_printed", print_figure)
register.filter("is_wordy", is_wordy)


@register.filter
def format_name(kind: str) -> str:
    """Return the name of a file of a report, as `Full report (PDF)`."""
    return str(FileFormat(kind).link_text)


@register.filter
def labeled_rows(figure: Figure) -> list[list[tuple[str, str]]]:
    """Return the rows of a table as pairs of label and text."""
    return [list(cells(figure, row).items()) for row in figure.table.rows]


@register.filter
def place_of(figure: Figure) -> str:
    """Return the plain name of a figure: its measure, or its section of the report."""
    measure = MEASURES.get(figure.name)
    sections = (kind.title for kind in SECTIONS if kind.figures_among([figure.name]))
    return measure or next(sections, "Figure")


@register.filter
def tile_name(figure: Figure) -> str:
    """Return the short name above a tile."""
    return _TILE_NAMES.get(figure.name, figure.name)


@register.filter
def tile_value(figure: Figure) -> str:
    """Return the number of a tile and its total: `$64,210 of the $158,550 limit`."""
    value = value_text(figure) if figure.value is not None else ""
    if value and is_rounded_down(figure.name):
        value = f"{value} or more" + ("" if figure.denominator else f" {figure.unit}")
    number = " of ".join(part for part in (value, figure.denominator) if part)
    if figure.name == "incidents.reviewed" and figure.denominator:
        return f"{number} settled by records"
    if figure.name in _ALL_ISSUED and figure.value and not figure.denominator:
        return f"{number} recommendation{'' if value == '1' else 's'} issued"
    return number


@register.filter
def tile_adds(figure: Figure) -> bool:
    """True if the line below a tile has a number that its headline lacks."""
    return not set(NUMBER.findall(tile_value(figure))) <= set(NUMBER.findall(figure.title))


@register.simple_tag
def front_of(edition: Edition) -> Brief:
    """Return the front page in words: done, found, next, needed."""
    return shortened(edition, FRONT)


@register.simple_tag
def parts(item: tuple[NarrativePart, ...], number: str, links: object = "") -> SafeString:
    """Return a sentence of a narrative; with `links`, each number links to its figure."""
    return format_html_join("", "{}", ((_part(part, number, bool(links)),) for part in item))


def _part(part: NarrativePart, number: str, linked: bool) -> str:  # noqa: FBT001  # private, one caller
    if not part.figure or not linked:
        return part.text
    address = reverse("dashboard:figure", args=[number, part.figure])
    return format_html('<a href="{}">{}</a>', address, part.text)
