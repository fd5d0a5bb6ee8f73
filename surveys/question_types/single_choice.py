"""Single choice: one of the answers that are listed below the question."""

from surveys.question_types.base import Rules
from surveys.question_types.closed import Ticked, with_no_opinion
from surveys.questionnaire.questionnaire import Choice


class SingleChoice(Ticked):
    """One answer out of a list."""

    name = "choice"
    label = "Single choice"
    template = "surveys/question_choice.html"
    chart = "bars"
    rules = Rules(has_choices=True, least_choices=2, compares="choice")

    def completed(self, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """The written choices, "don't know" and "prefer not to answer"."""
        return with_no_opinion(choices)
