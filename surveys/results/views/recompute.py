"""The files from which the team recomputes a published number: all sheets, and the request."""

import json
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from clayton_review import clock
from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.web.downloads import attachment, csv_response
from clayton_review.web.pages import refused
from surveys.analysis.selectors.columns import sample_of
from surveys.answers.policies import TOO_FEW_TOGETHER, can_be_shown_together
from surveys.results.figures.question_figure import FigureInput
from surveys.results.figures.recompute_request import SheetsFile, has_request, recompute_request
from surveys.survey.models import Survey
from surveys.survey.selectors import questionnaire_of, survey_at


@dataclass(frozen=True)
class RecomputeFiles:
    """The names under which the two files are saved, and whether intervals can be made."""

    sheets: str
    request: str
    has_intervals: bool

    @classmethod
    def of(cls, survey: Survey, figure_input: FigureInput) -> "RecomputeFiles | None":
        """Return the files behind a figure; None if there is nothing to recompute, or no file."""
        if not (can_be_shown_together(figure_input.sample.n) and has_request(figure_input)):
            return None
        return cls(
            saved_as(f"{survey.slug}-sheets.csv"),
            saved_as(f"{survey.slug}-{figure_input.question.name}-request.json"),
            figure_input.sample.has_intervals,
        )


def saved_as(name: str) -> str:
    """Return the name that a download gets: those of demonstration data say so."""
    return f"demonstration-{name}" if settings.DEMONSTRATION else name


@allow(Permission.READ_SURVEYS)
@require_safe
def sheets(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the closed answers of all opened sheets as CSV, one row a sheet, with the weights."""
    survey = survey_at(slug, person(request))
    file = _file(survey)
    if file is None:
        refused(request, TOO_FEW_TOGETHER)
        return redirect("surveys:results", slug)
    columns = file.columns
    rows = zip(*(column.cells for column in columns), strict=True)
    return csv_response(f"{survey.slug}-sheets", [column.name for column in columns], rows)


@allow(Permission.READ_SURVEYS)
@require_safe
def request_file(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Send the request that recomputes the figure of one question from that file."""
    survey = survey_at(slug, person(request))
    try:
        question = questionnaire_of(survey).question(name)
    except KeyError as error:
        raise Http404 from error
    file = _file(survey)
    if file is None or not file.answers(question) or not has_request(file.figure_input(question)):
        raise Http404
    request_content = recompute_request(file, question, saved_as(f"{survey.slug}-sheets.csv"))
    content = json.dumps(request_content, indent=1, ensure_ascii=False, allow_nan=False)
    kind = "application/json; charset=utf-8"
    return attachment(f"{survey.slug}-{name}-request.json", content.encode(), kind)


def _file(survey: Survey) -> SheetsFile | None:
    """Return the file of sheets; None where answers may not be shown together."""
    sample = sample_of(survey, clock.today())
    if not can_be_shown_together(sample.n):
        return None
    return SheetsFile.of(questionnaire_of(survey), sample)
