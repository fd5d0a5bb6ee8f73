"""Agreement scale: five steps from strongly disagree to strongly agree, and "don't know"."""

from django.utils.translation import gettext_noop

from clayton_review.languages import in_each_language
from surveys.question_types.base import FigureForm, upper_half
from surveys.question_types.choices_apart import with_no_opinion
from surveys.question_types.closed import OneChoice
from surveys.question_types.notation_rules import EQUALS, ORDERS, NotationRules
from surveys.questionnaire.questionnaire import Choice

STEPS = (
    gettext_noop("Strongly disagree"),
    gettext_noop("Disagree"),
    gettext_noop("Neither agree nor disagree"),
    gettext_noop("Agree"),
    gettext_noop("Strongly agree"),
)


def agreement_steps() -> tuple[Choice, ...]:
    """Return the five steps, from strongly disagree to strongly agree."""
    return tuple(Choice(str(n), in_each_language(step)) for n, step in enumerate(STEPS, start=1))


class Agreement(OneChoice):
    """Five steps of agreement with a statement."""

    name = "agreement"
    label = "Agreement scale"
    rules = NotationRules(has_choices=False, operators=EQUALS | ORDERS)
    figure_form = FigureForm.AGREEMENT
    is_scale = True
    n_agreeing = 2

    def completed(self, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """Return the five steps, the written choices, "don't know" and "prefer not to answer"."""
        return with_no_opinion(agreement_steps() + choices)

    def headline_levels(self, n_levels: int) -> tuple[int, ...]:
        """Return the steps of agreement."""
        return upper_half(n_levels)
