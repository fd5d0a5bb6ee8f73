"""Two groups of residents compared over all closed questions; for the team only."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clayton_review import clock
from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.web.downloads import csv_response
from surveys.analysis.comparison import ComparedGroups, compare_answers
from surveys.analysis.figures.comparison import (
    FILE_HEADER,
    comparison_lede,
    comparison_line,
    comparison_method,
    comparison_title,
    file_rows,
)
from surveys.analysis.selectors.columns import sample_of
from surveys.analysis.selectors.variables import variables_of
from surveys.analysis.variables import Variable
from surveys.answers.policies import why_apart
from surveys.survey.selectors import survey_at


@dataclass(frozen=True)
class ComparisonChoice:
    """The groups that the address names; without any, the first two of the question."""

    by: Variable | None
    first: int
    second: int

    @classmethod
    def of(cls, request: HttpRequest, known: list[Variable]) -> "ComparisonChoice":
        """Read the question and the two groups from the query; ignore what makes no sense."""
        by = next(
            (variable for variable in known if variable.key == request.GET.get("by", "")), None
        )
        n_levels = len(by.levels) if by else 0
        first, second = (
            int(at) if at.isascii() and at.isdecimal() and len(at) < 4 else n_levels
            for at in (request.GET.get("first", ""), request.GET.get("second", ""))
        )
        if first >= n_levels:
            first = 1 if second == 0 else 0
        if second >= n_levels:
            second = 0 if first else 1
        return cls(by, first, second)

    @property
    def problem(self) -> str:
        """Return the reason why nothing can be compared; empty if there is none."""
        if self.by is not None and len(self.by.levels) < 2:
            return "Choose another question. All answers to this one are in one group."
        if self.by is not None and self.first == self.second:
            return "Choose two different groups."
        return ""

    def groups(self) -> ComparedGroups | None:
        """Return the two groups, or None if they cannot be compared."""
        if self.by is None or self.problem:
            return None
        return ComparedGroups(self.by, self.first, self.second)


@allow(Permission.READ_SURVEYS)
@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose two groups and read where they differ; `format=csv` is the file."""
    survey = survey_at(slug, person(request))
    sample = sample_of(survey, clock.today())
    apart = why_apart(sample.n)
    known = [] if apart else variables_of(survey)
    chosen = ComparisonChoice.of(request, known)
    context = {
        "survey": survey,
        "known": known,
        "chosen": chosen,
        "levels": list(enumerate(chosen.by.levels)) if chosen.by else [],
        "n_sheets": sample.n,
        "apart": apart,
    }
    groups = chosen.groups()
    if groups is not None and sample.n:
        rows = compare_answers(groups, known, sample)
        if request.GET.get("format") == "csv":
            name = f"{survey.slug}-groups-of-{groups.by.key}"
            return csv_response(name, FILE_HEADER, file_rows(groups, rows))
        query = request.GET.copy()
        query["format"] = "csv"
        context |= {
            "title": comparison_title(rows, has_intervals=sample.has_intervals),
            "lede": comparison_lede(groups, rows, has_intervals=sample.has_intervals),
            "names": groups.names,
            "lines": [comparison_line(row) for row in rows],
            "method": comparison_method(sample),
            "is_tested": sample.has_intervals,
            "csv_url": f"?{query.urlencode()}",
        }
    return render(request, "surveys/comparison.html", context)
