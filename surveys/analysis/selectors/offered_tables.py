"""Tables of two questions for Board and public: which are offered, and with which answers.

Each is judged beside all that these readers have. That can be done only where the tables meet in
nothing that has not been issued: so they show the groups of one question, and answers that an
issued report hides are one level together. Both questions are such that everyone was asked and that
decide nothing about other questions, whose issued numbers could be subtracted otherwise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from clayton_review.figures import Figure, issued
from clayton_review.refusals import Refused
from surveys.analysis.crosstab import CrosstabRequest
from surveys.analysis.figure_names import figure_name
from surveys.analysis.sample import Sample
from surveys.analysis.variables import Variable
from surveys.question_types import type_of
from surveys.question_types.columns import SKIPPED
from surveys.questionnaire import relevance
from surveys.questionnaire.questionnaire import NO_OPINION, Question, Questionnaire
from surveys.survey.models import Survey

ALL_OTHERS = "All other answers"
OTHER_PEOPLE, SILENT_PEOPLE = "Everyone else", "Did not say"  # as groups of people
NOT_ISSUED = (
    "A table is offered once a report with the results of both questions has been issued: only "
    "then is it known what readers have."
)


def offered_request(survey: Survey, request: CrosstabRequest, sample: Sample) -> CrosstabRequest:
    """Return the table as Board and public may see it.

    Raises `Refused` with a plain sentence for a table that is not offered to them.
    """
    if request.where is not None:
        raise Refused(
            "Tables of only some people are not offered. Subtracted from the table of everyone, "
            "they would show the others."
        )
    if sample.with_programs is not None:
        raise Refused(
            "Results of this survey are given with and without the sheets that look made by a "
            "program. With tables by group as well, counts could be worked out."
        )
    if not survey.table_groups:
        raise Refused(
            "No question has been chosen yet whose groups such tables show. A lead consultant "
            "chooses it once for each survey."
        )
    if request.columns.key != survey.table_groups:
        raise Refused(
            "Tables are offered by the groups of one question only. With a second one, counts "
            "could be worked out by combining tables."
        )
    rows, columns = (
        _issued_variable(survey, variable, sample) for variable in (request.rows, request.columns)
    )
    return replace(request, rows=rows, columns=_groups_of_people(columns))


def _groups_of_people(variable: Variable) -> Variable:
    """Return the question with words for people, not for answers, as the last of its groups."""
    if not variable.has_others:
        return variable
    name = SILENT_PEOPLE if variable.others_are_silent else OTHER_PEOPLE
    return replace(variable, levels=(*variable.levels[:-1], name))


def groupable_questions(questionnaire: Questionnaire) -> list[Question]:
    """Return the questions that a table for Board and public can be made of."""
    return [
        question
        for question in questionnaire.questions
        if not _reason_against(questionnaire, question)
    ]


def _reason_against(questionnaire: Questionnaire, question: Question) -> str:
    """Return a sentence on why no table is made of a question; empty if one is."""
    text = f"“{question.text['en']}”"
    if not type_of(question.kind).is_exclusive:
        return f"Only questions with one answer from each person are offered, and {text} is not."
    if questionnaire.condition_of(question.name) is not None:
        return f"Only questions that everyone was asked are offered, and {text} is not."
    named = {
        name
        for other in questionnaire.questions
        for name in relevance.questions_in(questionnaire.condition_of(other.name))
    }
    if question.name in named:
        return (
            f"{text} decides who is asked other questions. Counts could be worked out from how "
            "many were asked those."
        )
    return ""


def _issued_variable(survey: Survey, variable: Variable, sample: Sample) -> Variable:
    """Return the question with the answers that were issued, all others as one level.

    Answers that nobody gave are among the others: of them, every cell is known to be empty.
    """
    question = variable.question
    if survey.version and (reason := _reason_against(survey.version.questionnaire, question)):
        raise Refused(reason)
    figures = issued(figure_name(survey.slug, question.name))
    if not figures or survey.published_on is None:
        raise Refused(NOT_ISSUED)
    _check_unchanged(question, figures, sample)
    grouped = _grouped(variable, _shown_counts(figures[0]))
    if len(grouped.states) < 2:
        raise Refused(f"The issued reports show no answer to “{variable.text}”.")
    if np.isin(sample.coded[question.name], grouped.states[-1]).any():
        return grouped
    return replace(
        grouped, states=grouped.states[:-1], levels=grouped.levels[:-1], has_others=False
    )


def _grouped(variable: Variable, shown: Mapping[str, int]) -> Variable:
    """Return the question with the answers that are shown, and a last level of all others."""
    choices = list(enumerate(variable.question.choices))
    places = [
        place
        for place, choice in choices
        if shown.get(choice.label["en"]) and choice.value not in NO_OPINION
    ]
    others = [(place, choice) for place, choice in choices if place not in places]
    return replace(
        variable,
        states=(*((place,) for place in places), (SKIPPED, *(place for place, _ in others))),
        levels=(*(choices[place][1].label["en"] for place in places), ALL_OTHERS),
        has_others=True,
        # Decided by what was issued, not by the sheets: one may hold an answer that is hidden.
        others_are_silent=all(
            choice.value in NO_OPINION or shown.get(choice.label["en"]) == 0
            for _place, choice in others
        ),
    )


def _check_unchanged(question: Question, figures: Sequence[Figure], sample: Sample) -> None:
    """Raise `Refused` unless every issue counts what the sheets count now."""
    column = sample.coded[question.name]
    counts = {
        choice.label["en"]: int((column == place).sum())
        for place, choice in enumerate(question.choices)
    }
    is_complete = bool(np.isin(column, [SKIPPED, *range(len(question.choices))]).all())
    for figure in figures:
        issued_counts = _shown_counts(figure).items()
        if not is_complete or any(counts.get(label, n) != n for label, n in issued_counts):
            raise Refused(
                f"“{question.text['en']}” was issued with other counts than the sheets have now."
            )


def _shown_counts(figure: Figure) -> dict[str, int]:
    """Return the count of each answer that an issued table shows."""
    return {row[0]: int(row[1]) for row in figure.table.rows if row[0] and row[1] is not None}
