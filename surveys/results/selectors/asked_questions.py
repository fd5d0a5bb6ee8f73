"""The question behind a figure of answers, and who was asked it, in English."""

from dataclasses import dataclass

from django.utils import translation

from clayton_review.languages import ENGLISH
from surveys.analysis.figure_names import question_of
from surveys.questionnaire.condition_words import condition_words
from surveys.questionnaire.questionnaire import Questionnaire
from surveys.questionnaire.relevance import AnswerCondition, Condition, questions_in
from surveys.survey.models import Survey


@dataclass(frozen=True)
class AskedQuestion:
    """A question in its own words; `condition` is a sentence, empty if everyone was asked."""

    text: str
    condition: str


def asked_question(figure_name: str) -> AskedQuestion | None:
    """Return the question of this figure; None if it is no figure of answers."""
    asked = question_of(figure_name)
    if asked is None:
        return None
    survey = Survey.objects.with_questionnaire().filter(slug=asked.slug).first()
    if survey is None or survey.version is None:
        return None
    questionnaire = survey.version.questionnaire
    condition = questionnaire.condition_of(asked.question)
    return AskedQuestion(
        questionnaire.question(asked.question).text["en"],
        _short_words(condition, questionnaire) if condition else "",
    )


def _short_words(condition: Condition, questionnaire: Questionnaire) -> str:
    """Return a single comparison in full; of a longer condition only its questions."""
    if isinstance(condition, AnswerCondition):
        with translation.override(ENGLISH):
            return f"It was asked if {condition_words(condition, questionnaire)}."
    names = dict.fromkeys(questions_in(condition))
    texts = [f"“{questionnaire.question(name).text['en']}”" for name in names]
    return f"It depended on what they answered to {' and '.join(texts)}."
