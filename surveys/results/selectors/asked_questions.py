"""The question behind a figure of answers, and who was asked it."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from clayton_review.languages import ENGLISH, quoted
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


def asked_question(figure_name: str, language: str = ENGLISH) -> AskedQuestion | None:
    """Return the question of this figure in a language; None if it is no figure of answers."""
    asked = question_of(figure_name)
    if asked is None:
        return None
    survey = Survey.objects.with_questionnaire().filter(slug=asked.slug).first()
    if survey is None or survey.version is None:
        return None
    questionnaire = survey.version.questionnaire
    condition = questionnaire.condition_of(asked.question)
    with translation.override(language):
        return AskedQuestion(
            _text_of(questionnaire, asked.question, language),
            _short_words(condition, questionnaire, language) if condition else "",
        )


def _short_words(condition: Condition, questionnaire: Questionnaire, language: str) -> str:
    """Return a single comparison in full; of a longer condition only its questions."""
    if isinstance(condition, AnswerCondition):
        words = condition_words(condition, questionnaire)
        return _("It was asked if %(condition)s.") % {"condition": words}
    names = dict.fromkeys(questions_in(condition))
    texts = [quoted(_text_of(questionnaire, name, language)) for name in names]
    questions = {"questions": _(" and ").join(texts)}
    return _("It depended on what they answered to %(questions)s.") % questions


def _text_of(questionnaire: Questionnaire, name: str, language: str) -> str:
    text = questionnaire.question(name).text
    return text.get(language) or text[ENGLISH]
