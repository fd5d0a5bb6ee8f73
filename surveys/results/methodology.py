"""The eleven items that AAPOR's code asks to be told about a survey (2021), and what is missing.

Source: AAPOR Code of Professional Ethics and Practices (2021), section III.A, items to be disclosed
at once with the results.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class MethodologyItem:
    """One item: its key, its name, and the question that a reader has."""

    key: str
    name: str | Promise
    asks: str


ITEMS = (
    MethodologyItem(
        "strategy", _("How the data were collected"), "By a survey, interviews or focus groups?"
    ),
    MethodologyItem(
        "sponsor",
        _("Who paid for it and who conducted it"),
        "Name the sponsor and the researchers.",
    ),
    MethodologyItem(
        "instrument",
        _("The questions asked"),
        "Where can every question be read, word for word, in the order in which it was asked?",
    ),
    MethodologyItem(
        "population", _("Who was studied"), "Define the population: where, who and which ages."
    ),
    MethodologyItem(
        "recruitment",
        _("How people were chosen and invited"),
        "The list they were drawn from, how they were drawn, letters, reminders, incentives.",
    ),
    MethodologyItem(
        "modes", _("How people could answer"), "Online, on paper or by phone? In which languages?"
    ),
    MethodologyItem("dates", _("When"), "The first and the last day on which answers came in."),
    MethodologyItem(
        "precision",
        _("How many answered, and how precise the results are"),
        "The number of sheets, and the margin of error with its design effect. For an opt-in "
        "sample, say that there is no margin of error.",
    ),
    MethodologyItem(
        "weighting",
        _("Weighting"),
        "Which weights, to which population counts, from which source and year? How were they "
        "trimmed?",
    ),
    MethodologyItem(
        "processing",
        _("How the answers were checked"),
        "How did you deal with duplicates, speeders and mistakes? How were open answers coded?",
    ),
    MethodologyItem(
        "limitations",
        _("Limits"),
        "Who could not be reached, what a reader must not conclude, other sources of error.",
    ),
)
KEYS = tuple(item.key for item in ITEMS)


def missing_items(items: Mapping[str, str]) -> list[MethodologyItem]:
    """List the items that nobody has written yet."""
    return [item for item in ITEMS if not str(items.get(item.key, "")).strip()]
