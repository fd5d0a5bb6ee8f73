"""Conditions in the questions' and answers' own words, in the language in use."""

from django.utils.translation import gettext as _

from clayton_review.languages import language_in_use, quoted
from surveys.questionnaire.questionnaire import Question, Questionnaire, Wording
from surveys.questionnaire.relevance import AllOf, AnswerCondition, AnyOf, Condition, Negation


def condition_words(condition: Condition | None, questionnaire: Questionnaire) -> str:
    """Return the condition as a clause, to stand after "if"; empty without one."""
    match condition:
        case None:
            return ""
        case AllOf(parts):
            return _(" and ").join(_words_in_brackets(part, questionnaire) for part in parts)
        case AnyOf(parts):
            return _(" or ").join(_words_in_brackets(part, questionnaire) for part in parts)
        case Negation(Negation(inner)):
            return condition_words(inner, questionnaire)
        case Negation(part):
            words = condition_words(part, questionnaire)
            return _("it is not true that (%(condition)s)") % {"condition": words}
    return _comparison_words(condition, questionnaire.question(condition.question))


def _words_in_brackets(part: Condition, questionnaire: Questionnaire) -> str:
    words = condition_words(part, questionnaire)
    return f"({words})" if isinstance(part, AllOf | AnyOf) else words


def _comparison_words(comparison: AnswerCondition, question: Question) -> str:
    label = next((c.label for c in question.choices if c.value == comparison.value), None)
    value = quoted(_in_use(label)) if label else comparison.value
    sentences = {
        "=": _("%(question)s was answered %(value)s"),
        "has": _("%(question)s was answered %(value)s"),
        "!=": _("%(question)s was not answered %(value)s"),
        "<": _("%(question)s was answered with less than %(value)s"),
        "<=": _("%(question)s was answered with %(value)s or less"),
        ">": _("%(question)s was answered with more than %(value)s"),
        ">=": _("%(question)s was answered with %(value)s or more"),
        "answered": _("%(question)s was answered"),
    }
    words = {"question": _question_words(comparison, question), "value": value}
    return sentences[comparison.operator] % words


def _question_words(comparison: AnswerCondition, question: Question) -> str:
    """Return the question's text in quotation marks, and the row's behind it."""
    row = next((row for row in question.rows if row.value == comparison.row), None)
    texts = [question.text, row.label] if row else [question.text]
    return ", ".join(quoted(_in_use(text)) for text in texts)


def _in_use(wording: Wording) -> str:
    return wording.get(language_in_use()) or wording["en"]
