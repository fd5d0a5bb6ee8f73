"""Conditions in the questions' and answers' own words, in the language in use.

They are said as on the phone: "not" goes to single comparisons, and what a condition says about
one question is one clause.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from clayton_review.languages import language_in_use, quoted
from surveys.questionnaire.questionnaire import Question, Questionnaire, Wording
from surveys.questionnaire.relevance import AllOf, AnswerCondition, AnyOf, Condition, Negation


def condition_words(condition: Condition | None, questionnaire: Questionnaire) -> str:
    """Return the condition as a clause, to stand after "if"; empty without one."""
    if condition is None:
        return ""
    clauses, joined_by = _clauses(_with_inner_negation(condition), questionnaire)
    return joined_by.join(clauses)


def _with_inner_negation(condition: Condition, *, is_negated: bool = False) -> Condition:
    """Return the same condition with "not" at single comparisons only."""
    match condition:
        case Negation(part):
            return _with_inner_negation(part, is_negated=not is_negated)
        case AllOf(parts) | AnyOf(parts):
            inner = tuple(_with_inner_negation(part, is_negated=is_negated) for part in parts)
            return AllOf(inner) if isinstance(condition, AllOf) != is_negated else AnyOf(inner)
        case AnswerCondition(question, "!=", value, row):
            equal = AnswerCondition(question, "=", value, row)
            return equal if is_negated else Negation(equal)
    return Negation(condition) if is_negated else condition


def _clauses(condition: Condition, questionnaire: Questionnaire) -> tuple[list[str], str]:
    """Return the clauses of a condition, and the word between them."""
    if not isinstance(condition, AllOf | AnyOf):
        return [_comparison_words(condition, questionnaire)], ""
    is_all = isinstance(condition, AllOf)
    clauses: list[str] = []
    for parts in _by_question(condition.parts):
        if isinstance(parts[0], AllOf | AnyOf):
            inner, joined_by = _clauses(parts[0], questionnaire)
            clauses.append(f"({joined_by.join(inner)})" if len(inner) > 1 else inner[0])
        else:
            clauses += _clauses_on_one_question(parts, questionnaire, is_all=is_all)
    return clauses, _(" and ") if is_all else _(" or ")


def _by_question(parts: Sequence[Condition]) -> list[list[Condition]]:
    """Return the parts in order, comparisons with one question together, all others alone."""
    groups: dict[object, list[Condition]] = {}
    for place, part in enumerate(parts):
        comparison = _compared(part)
        key = (comparison.question, comparison.row) if comparison else place
        groups.setdefault(key, []).append(part)
    return list(groups.values())


def _clauses_on_one_question(
    parts: Sequence[Condition], questionnaire: Questionnaire, *, is_all: bool
) -> list[str]:
    """Return the clauses of comparisons with one question, lists of answers as one clause."""
    listed = [part for part in parts if _is_given(part) and isinstance(part, Negation) == is_all]
    is_answered = [
        part for part in parts if isinstance(part, AnswerCondition) and part.operator == "answered"
    ]
    if len(listed) < 2 and not (is_all and listed and is_answered):
        return [_comparison_words(part, questionnaire) for part in parts]
    sentence = _("%(question)s was answered %(value)s")
    if is_all:
        sentence = _("%(question)s was not answered %(value)s")
    if is_all and is_answered:
        sentence = _("%(question)s was answered, but not with %(value)s")
    combined = listed + (is_answered if is_all else [])
    rest = [_comparison_words(part, questionnaire) for part in parts if part not in combined]
    return [_list_words(sentence, listed, questionnaire), *rest]


def _list_words(sentence: str, listed: Sequence[Condition], questionnaire: Questionnaire) -> str:
    comparisons = [comparison for part in listed if (comparison := _compared(part))]
    question = questionnaire.question(comparisons[0].question)
    *firsts, last = [_value_words(comparison, question) for comparison in comparisons]
    values = _(" or ").join([", ".join(firsts), last]) if firsts else last
    return sentence % {"question": _question_words(comparisons[0], question), "value": values}


def _compared(part: Condition) -> AnswerCondition | None:
    """Return the comparison of a part that is one, with "not" or without."""
    inner = part.part if isinstance(part, Negation) else part
    return inner if isinstance(inner, AnswerCondition) else None


def _is_given(part: Condition) -> bool:
    """True if a part says that one answer was given, or was not."""
    comparison = _compared(part)
    return comparison is not None and comparison.operator in {"=", "has"}


def _comparison_words(part: Condition, questionnaire: Questionnaire) -> str:
    comparison = _compared(part)
    assert comparison is not None  # noqa: S101  # the caller has taken all others apart
    question = questionnaire.question(comparison.question)
    sentences = {
        "=": _("%(question)s was answered %(value)s"),
        "has": _("%(question)s was answered %(value)s"),
        "<": _("%(question)s was answered with less than %(value)s"),
        "<=": _("%(question)s was answered with %(value)s or less"),
        ">": _("%(question)s was answered with more than %(value)s"),
        ">=": _("%(question)s was answered with %(value)s or more"),
        "answered": _("%(question)s was answered"),
    }
    negated = {
        "=": _("%(question)s was not answered %(value)s"),
        "has": _("%(question)s was not answered %(value)s"),
        "<": _("%(question)s was not answered with less than %(value)s"),
        "<=": _("%(question)s was not answered with %(value)s or less"),
        ">": _("%(question)s was not answered with more than %(value)s"),
        ">=": _("%(question)s was not answered with %(value)s or more"),
        "answered": _("%(question)s was not answered"),
    }
    sentence = (negated if isinstance(part, Negation) else sentences)[comparison.operator]
    words = _question_words(comparison, question)
    return sentence % {"question": words, "value": _value_words(comparison, question)}


def _value_words(comparison: AnswerCondition, question: Question) -> str:
    label = next((c.label for c in question.choices if c.value == comparison.value), None)
    return quoted(_in_use(label)) if label else comparison.value


def _question_words(comparison: AnswerCondition, question: Question) -> str:
    """Return the question's text in quotation marks, and the row's behind it."""
    row = next((row for row in question.rows if row.value == comparison.row), None)
    texts = [question.text, row.label] if row else [question.text]
    return ", ".join(quoted(_in_use(text)) for text in texts)


def _in_use(wording: Wording) -> str:
    return wording.get(language_in_use()) or wording["en"]
