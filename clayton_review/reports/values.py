"""How a figure's headline number is written for people, the same in every output."""

from clayton_review.figures import Figure
from clayton_review.web import words

SUPPRESSED = "too few to show"
_KINDS = {"US dollars": "money", "percent": "percent"}


def value_text(figure: Figure) -> str:
    """The headline number of a figure in its unit, for example `$64,210` or `17.4%`."""
    if figure.value is None:
        return SUPPRESSED
    return words.cell(figure.value, _KINDS.get(figure.unit, "number"))
