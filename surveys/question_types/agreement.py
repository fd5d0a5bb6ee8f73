"""Agreement scale: five steps from strongly disagree to strongly agree, and "don't know"."""

from surveys.documents import Choice, Question
from surveys.question_types.base import Answer, Rules
from surveys.question_types.closed import read_one, with_no_opinion

STEPS = (
    Choice("1", {"en": "Strongly disagree", "es": "Totalmente en desacuerdo"}),
    Choice("2", {"en": "Disagree", "es": "En desacuerdo"}),
    Choice("3", {"en": "Neither agree nor disagree", "es": "Ni de acuerdo ni en desacuerdo"}),
    Choice("4", {"en": "Agree", "es": "De acuerdo"}),
    Choice("5", {"en": "Strongly agree", "es": "Totalmente de acuerdo"}),
)


class Agreement:
    """How far somebody agrees with a statement."""

    name = "agreement"
    label = "Agreement scale"
    template = "surveys/question_choice.html"
    chart = "agreement"
    rules = Rules(has_choices=False)

    def completed(self, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """The five steps, "don't know" and "prefer not to answer"."""
        return with_no_opinion(STEPS + choices)

    def read(self, question: Question, sent: list[str]) -> Answer:
        """The ticked step, or None; raises `Unusable`."""
        return read_one(question, sent)
