"""Single choice: one answer out of a written list."""

from surveys.documents import Choice, Question
from surveys.question_types.base import Answer, Rules
from surveys.question_types.closed import read_one, with_no_opinion


class SingleChoice:
    """One answer out of a list, each a whole row to press."""

    name = "choice"
    label = "Single choice"
    template = "surveys/question_choice.html"
    chart = "bars"
    rules = Rules(has_choices=True, least_choices=2)

    def completed(self, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """The written choices, "don't know" and "prefer not to answer"."""
        return with_no_opinion(choices)

    def read(self, question: Question, sent: list[str]) -> Answer:
        """The ticked value, or None; raises `Unusable`."""
        return read_one(question, sent)
