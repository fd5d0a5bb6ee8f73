"""Agreement scale: five steps from strongly disagree to strongly agree, and "don't know"."""

from surveys.question_types.base import Rules
from surveys.question_types.closed import Ticked, with_no_opinion
from surveys.questionnaire.questionnaire import Choice

STEPS = (
    Choice("1", {"en": "Strongly disagree", "es": "Totalmente en desacuerdo"}),
    Choice("2", {"en": "Disagree", "es": "En desacuerdo"}),
    Choice("3", {"en": "Neither agree nor disagree", "es": "Ni de acuerdo ni en desacuerdo"}),
    Choice("4", {"en": "Agree", "es": "De acuerdo"}),
    Choice("5", {"en": "Strongly agree", "es": "Totalmente de acuerdo"}),
)


class Agreement(Ticked):
    """How far somebody agrees with a statement."""

    name = "agreement"
    label = "Agreement scale"
    template = "surveys/question_choice.html"
    chart = "agreement"
    rules = Rules(has_choices=False, compares="step")

    def completed(self, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """The five steps, "don't know" and "prefer not to answer"."""
        return with_no_opinion(STEPS + choices)
