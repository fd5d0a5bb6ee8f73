"""The people whom a condition has asked, in words that residents read, in their language."""

from django.utils.translation import gettext as _

from clayton_review.languages import language_in_use
from surveys.analysis.share_text import quoted
from surveys.questionnaire.questionnaire import Question, Questionnaire, Wording
from surveys.questionnaire.relevance import AllOf, AnswerCondition, AnyOf, Condition, Negation


def asked_words(questionnaire: Questionnaire, condition: Condition) -> str:
    """Return who is asked, in the language in use."""
    return _("People for whom this is true: %(condition)s") % {
        "condition": _words(questionnaire, condition)
    }


def _words(questionnaire: Questionnaire, condition: Condition) -> str:
    match condition:
        case AllOf(parts):
            return _(" and ").join(_in_brackets(questionnaire, part) for part in parts)
        case AnyOf(parts):
            return _(" or ").join(_in_brackets(questionnaire, part) for part in parts)
        case Negation(part):
            return _("it is not true that (%(condition)s)") % {
                "condition": _words(questionnaire, part)
            }
        case _:
            return _comparison_words(questionnaire.question(condition.question), condition)


def _in_brackets(questionnaire: Questionnaire, part: Condition) -> str:
    words = _words(questionnaire, part)
    return f"({words})" if isinstance(part, AllOf | AnyOf) else words


def _comparison_words(question: Question, comparison: AnswerCondition) -> str:
    row = next((row for row in question.rows if row.value == comparison.row), None)
    text = quoted(_in_use(row.label if row else question.text))
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
    return sentences[comparison.operator] % {"question": text, "value": value}


def _in_use(wording: Wording) -> str:
    return wording.get(language_in_use()) or wording["en"]
