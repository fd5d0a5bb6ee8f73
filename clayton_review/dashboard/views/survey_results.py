"""Public pages of survey results in every language, from the latest issued report."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clayton_review.accounts.access import public
from clayton_review.dashboard.selectors.survey_results import (
    IssuedSurveyResults,
    SurveySummary,
    latest_results,
)
from clayton_review.dashboard.views.reports import figure_file


@require_safe
@public
def results_list(request: HttpRequest) -> HttpResponse:
    """List the surveys whose results are published."""
    results = latest_results()
    context = {"results": results, "surveys": results.surveys if results else []}
    return render(request, "dashboard/results_list.html", context)


@require_safe
@public
def survey_results(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every closed question of a survey with a sentence and a chart."""
    results, survey = _results_or_404(slug)
    context = {
        "results": results,
        "survey": survey,
        "questions": results.questions(slug),
        "has_method": results.method(slug) is not None,
    }
    return render(request, "dashboard/results_survey.html", context)


@require_safe
@public
def question_results(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Show one question: sentence, chart with intervals, table, file and method."""
    results, survey = _results_or_404(slug)
    questions = results.questions(slug)
    names = [name for name, _figure in questions]
    if name not in names:
        raise Http404
    place = names.index(name)
    figure = questions[place][1]
    if "format" in request.GET:
        return figure_file(request.GET["format"], figure, results.edition.number)
    context = {
        "results": results,
        "survey": survey,
        "name": name,
        "figure": figure,
        "before": questions[place - 1] if place else None,
        "after": questions[place + 1] if place + 1 < len(questions) else None,
    }
    return render(request, "dashboard/results_question.html", context)


@require_safe
@public
def survey_method(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a survey's methodology and the limits of its numbers."""
    results, survey = _results_or_404(slug)
    method = results.method(slug)
    if method is None:
        raise Http404
    items = results.method_items(slug)
    context = {"results": results, "survey": survey, "items": items, "method": method}
    return render(request, "dashboard/results_method.html", context)


def _results_or_404(slug: str) -> tuple[IssuedSurveyResults, SurveySummary]:
    results = latest_results()
    survey = results.survey(slug) if results else None
    if results is None or survey is None:
        raise Http404
    return results, survey
