"""Pages of results for the team: all questions at once, and a page for each."""

from collections import Counter
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clayton_review import clock
from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.figures import Audience, Figure
from clayton_review.languages import CHOICES
from clayton_review.stats.disclosure.suppression_rule import SUPPRESSION_RULES
from clayton_review.web.downloads import csv_response
from clayton_review.web.pages import Column, listing
from surveys.analysis import method_notes
from surveys.analysis.selectors.columns import sample_of
from surveys.analysis.views.viewpoint import AUDIENCES, Viewpoint
from surveys.answers.models import Channel
from surveys.answers.policies import why_apart
from surveys.answers.selectors import Tally, count_answers, counted_sheets, sheets_with_words
from surveys.notation import condition_notation
from surveys.question_types import type_of
from surveys.question_types.columns import ANSWERED, NOT_ASKED, SKIPPED
from surveys.questionnaire.questionnaire import Question
from surveys.results.figures.answers import build_figure, has_figure
from surveys.results.figures.question_figure import FigureInput
from surveys.results.views.recompute import RecomputeFiles
from surveys.survey.models import Survey, SurveyStatus
from surveys.survey.selectors import questionnaire_of, survey_at

WORDS = (Column("What was written", lambda sheet: sheet.words),)
HIDDEN = "hidden"
MOST_FREQUENT = 12


@dataclass(frozen=True)
class QuestionResult:
    """One question with its figure; None for answers in own words, of which `n` is the number.

    `apart` says why nothing is shown of what was written.
    """

    question: Question
    figure: Figure | None
    n: int
    apart: str = ""


@allow(Permission.READ_SURVEYS)
@require_safe
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the results as the team, the Board or everybody would see them."""
    survey = survey_at(slug, person(request))
    viewpoint = Viewpoint.of(request)
    sample = sample_of(survey, clock.today(), viewpoint.channel)
    questionnaire = questionnaire_of(survey)
    least = SUPPRESSION_RULES[viewpoint.audience].minimum_cell
    figure_inputs = [
        FigureInput(questionnaire, question, sample, viewpoint.audience)
        for question in questionnaire.questions
    ]
    context = {
        "results": [_result(survey, figure_input) for figure_input in figure_inputs],
        "targets": list(survey.targets.current()),
        "by_program": "" if survey.is_probability_sample else sample.left_out_sentence(least),
        "program_rule": method_notes.BY_PROGRAM_RULE,
        **_page_context(survey, viewpoint),
    }
    return render(request, "surveys/result_list.html", context)


@allow(Permission.READ_SURVEYS)
@require_safe
def answers(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Show everything about one question: its words, its figure, and the figure as a file."""
    survey = survey_at(slug, person(request))
    try:
        question = questionnaire_of(survey).question(name)
    except KeyError as error:
        raise Http404 from error
    viewpoint = Viewpoint.of(request)
    if not has_figure(question):
        return _own_words(request, survey, question, viewpoint)
    sample = sample_of(survey, clock.today(), viewpoint.channel)
    figure_input = FigureInput(questionnaire_of(survey), question, sample, viewpoint.audience)
    figure = build_figure(survey, figure_input)
    if request.GET.get("format") == "csv":
        header = [column.label for column in figure.table.columns]
        rows = [[HIDDEN if c is None else c for c in row] for row in figure.table.rows]
        return csv_response(f"{survey.slug}-{name}", header, rows)
    context = {
        "figure": figure,
        "counts": _counts(figure_input),
        "target": survey.targets.current().filter(question=name).first(),
        "recompute": None if viewpoint.channel else RecomputeFiles.of(survey, figure_input),
        **_wording(question),
        **_page_context(survey, viewpoint),
    }
    return render(request, "surveys/result_detail.html", context)


def _own_words(
    request: HttpRequest, survey: Survey, question: Question, viewpoint: Viewpoint
) -> HttpResponse:
    context = {**_wording(question), **_page_context(survey, viewpoint)}
    if context["apart"] and questionnaire_of(survey).condition_of(question.name) is not None:
        context["apart"] = method_notes.CONDITIONAL_APART
        return render(request, "surveys/result_words.html", context)
    if viewpoint.audience != Audience.TEAM:
        return render(request, "surveys/result_words.html", context)
    answers_found = listing(
        request,
        sheets_with_words(survey, question.name),
        search=("words__icontains",),
        filters={"channel": Channel.choices},
        sorts={"alphabetical": "words", "reverse_alphabetical": "-words"},
        columns=WORDS,
        filename=f"{survey.slug}-{question.name}",
    )
    if answers_found.is_download:
        return answers_found.download()
    if type_of(question.kind).shows_frequent_answers:
        context["frequent"] = _frequent_answers(count_answers(survey, question.name, clock.today()))
    return render(request, "surveys/result_words.html", {"listing": answers_found, **context})


def _frequent_answers(counted: Tally) -> list[tuple[str, int]]:
    """Return short answers that several people gave, ignoring upper and lower case."""
    spelled: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for answer, n in sorted((a, n) for a, n in counted if isinstance(a, str)):
        spelled.setdefault(answer.casefold(), answer)
        counts[answer.casefold()] += n
    return [(spelled[word], n) for word, n in counts.most_common(MOST_FREQUENT) if n > 1]


def _result(survey: Survey, figure_input: FigureInput) -> QuestionResult:
    if has_figure(figure_input.question):
        return QuestionResult(
            figure_input.question, build_figure(survey, figure_input), figure_input.n
        )
    apart = str(method_notes.CONDITIONAL_APART) if figure_input.shows_answers_together else ""
    n = int((figure_input.column() == ANSWERED).sum())
    return QuestionResult(figure_input.question, None, n, apart)


def _counts(figure_input: FigureInput) -> list[tuple[str, int]]:
    """Count sheets asked, answered, and each way of not answering, for the team."""
    if figure_input.audience != Audience.TEAM or figure_input.shows_answers_together:
        return []
    question, states = figure_input.question, figure_input.column()
    n_asked, n_skipped = int((states != NOT_ASKED).sum()), int((states == SKIPPED).sum())
    counts = [("Asked", n_asked)]
    if question.rows:
        return [*counts, ("Skipped every row", n_skipped)]
    apart = [
        (choice.label["en"], int((states == place).sum()))
        for place, choice in enumerate(question.choices)
        if choice.is_apart
    ]
    counts.append(("Answered", n_asked - n_skipped - sum(n for _label, n in apart)))
    return [*counts, *apart, ("Skipped", n_skipped)]


def _wording(question: Question) -> dict[str, object]:
    condition = condition_notation.condition_text(question.relevant) if question.relevant else ""
    return {
        "question": question,
        "kind": type_of(question.kind).label,
        "languages": [
            (
                name,
                question.text[code],
                question.hint.get(code, ""),
                _offered_labels(question, code),
            )
            for code, name in CHOICES
            if code in question.text
        ],
        "condition": condition,
    }


def _offered_labels(question: Question, language: str) -> list[str]:
    return [option.label[language] for option in (*question.rows, *question.choices)]


def _page_context(survey: Survey, viewpoint: Viewpoint) -> dict[str, object]:
    is_early = viewpoint.audience != Audience.TEAM and survey.status != SurveyStatus.CLOSED
    n_sheets = counted_sheets(survey).count()
    return {
        "survey": survey,
        "viewpoint": viewpoint,
        "audiences": AUDIENCES.items(),
        "channels": [choice for choice in Channel.choices if choice[0] != Channel.PROGRAM],
        "n_sheets": n_sheets,
        "is_early": is_early,
        "apart": why_apart(n_sheets),
    }
