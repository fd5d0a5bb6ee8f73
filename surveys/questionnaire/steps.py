"""The steps in which residents go through a questionnaire, and what is asked of whom.

A question whose condition looks at a question of the same page comes on a later step, so that
pages work without JavaScript: the server has read the earlier answer before it shows the question.
"""

from dataclasses import dataclass

from surveys.questionnaire.questionnaire import Answer, Question, Questionnaire, Wording
from surveys.questionnaire.relevance import Condition, holds, questions_in


@dataclass(frozen=True)
class Step:
    """Questions shown together; all of one page, and none that depends on another of them."""

    title: Wording
    questions: tuple[Question, ...]
    relevant: Condition | None = None  # the condition of the page


def steps_of(questionnaire: Questionnaire) -> tuple[Step, ...]:
    """Return the pages of the questionnaire, each cut where a question depends on one before it."""
    steps: list[Step] = []
    for page in questionnaire.pages:
        step_questions: list[Question] = []
        for question in page.questions:
            if {earlier.name for earlier in step_questions} & set(questions_in(question.relevant)):
                steps.append(Step(page.title, tuple(step_questions), page.relevant))
                step_questions = []
            step_questions.append(question)
        steps.append(Step(page.title, tuple(step_questions), page.relevant))
    return tuple(steps)


def is_asked(step: Step, question: Question, answers: dict[str, Answer]) -> bool:
    """True if the question is asked of somebody who gave these answers to the earlier ones."""
    return holds(step.relevant, answers) and holds(question.relevant, answers)
