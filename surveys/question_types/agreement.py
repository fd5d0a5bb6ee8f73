"""Agreement scale: five steps from strongly disagree to strongly agree, and "don't know"."""

from surveys.question_types.base import FigureForm, upper_half
from surveys.question_types.choices_apart import with_no_opinion
from surveys.question_types.closed import OneChoice
from surveys.question_types.notation_rules import EQUALS, ORDERS, NotationRules
from surveys.questionnaire.questionnaire import Choice

STEPS = (
    Choice("1", {"en": "Strongly disagree", "es": "Totalmente en desacuerdo"}),
    Choice("2", {"en": "Disagree", "es": "En desacuerdo"}),
    Choice("3", {"en": "Neither agree nor disagree", "es": "Ni de acuerdo ni en desacuerdo"}),
    Choice("4", {"en": "Agree", "es": "De acuerdo"}),
    Choice("5", {"en": "Strongly agree", "es": "Totalmente de acuerdo"}),
)


class Agreement(OneChoice):
    """Five steps of agreement with a statement."""

    name = "agreement"
    label = "Agreement scale"
    rules = NotationRules(has_choices=False, operators=EQUALS | ORDERS)
    figure_form = FigureForm.AGREEMENT
    is_scale = True
    n_agreeing = 2

    def completed(self, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """The five steps, "don't know" and "prefer not to answer"."""
        return with_no_opinion(STEPS + choices)

    def headline_levels(self, n_levels: int) -> tuple[int, ...]:
        """The steps of agreement."""
        return upper_half(n_levels)
