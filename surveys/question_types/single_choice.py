"""Single choice: one of the answers that are listed below the question."""

from surveys.question_types.base import FigureForm
from surveys.question_types.closed import OneChoice
from surveys.question_types.notation_rules import EQUALS, NotationRules


class SingleChoice(OneChoice):
    """One answer out of a list."""

    name = "choice"
    label = "Single choice"
    rules = NotationRules(least_choices=2, operators=EQUALS)
    figure_form = FigureForm.CHOICES
