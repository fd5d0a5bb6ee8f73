"""Names of the figures of answers, one for each survey and question."""

from typing import NamedTuple

FAMILY = "surveys.answers"
ANSWERS = f"{FAMILY}/"  # the names of all of them begin so


class SurveyQuestion(NamedTuple):
    """A survey's slug and the name of one of its questions."""

    slug: str
    question: str


def figure_name(slug: str, question: str) -> str:
    """Return the name of the figure of this question."""
    return f"{ANSWERS}{slug}.{question}"


def question_of(name: str) -> SurveyQuestion | None:
    """Return the question of which a figure shows the answers; None for other figures."""
    if not name.startswith(ANSWERS):
        return None
    slug, _, question = name.removeprefix(ANSWERS).partition(".")
    return SurveyQuestion(slug, question)
