"""The crosstab builder: any closed question by any other, of everybody or of those who said so."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from clayton_review import clock
from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.figures import Audience
from clayton_review.refusals import Refused
from clayton_review.stats.disclosure.suppression_rule import SUPPRESSION_RULES
from clayton_review.web.downloads import csv_response
from clayton_review.web.pages import refused, saved
from surveys.analysis.actions.table_groups import choose_table_groups
from surveys.analysis.crosstab import Crosstab, CrosstabRequest, build_crosstab
from surveys.analysis.figures.crosstab import (
    FILE_HEADER,
    crosstab_figure,
    file_rows,
    protection_note,
)
from surveys.analysis.sample import Sample
from surveys.analysis.selectors.columns import sample_of
from surveys.analysis.selectors.offered_tables import groupable_questions, offered_request
from surveys.analysis.selectors.variables import variables_of
from surveys.analysis.variables import Variable
from surveys.analysis.views.viewpoint import AUDIENCES, Viewpoint
from surveys.answers.policies import why_apart
from surveys.answers.selectors import counted_sheets
from surveys.survey.models import Survey
from surveys.survey.selectors import questionnaire_of, survey_at


@dataclass(frozen=True)
class CrosstabChoice:
    """The variables that the address names; unknown ones are left aside."""

    rows: Variable | None
    columns: Variable | None
    where: Variable | None
    level: int | None

    @classmethod
    def of(cls, request: HttpRequest, known: list[Variable]) -> "CrosstabChoice":
        """Read the variables from the query."""
        by_key = {variable.key: variable for variable in known}
        rows, columns = (by_key.get(request.GET.get(name, "")) for name in ("rows", "columns"))
        key, _, at = request.GET.get("where", "").rpartition(":")
        where = by_key.get(key)
        level = int(at) if where and at.isdecimal() and len(at) < 4 else None
        if where is None or level is None or level >= len(where.levels):
            return cls(rows, columns, None, None)
        return cls(rows, columns, where, level)

    @property
    def where_value(self) -> str:
        """Return the filter as the address writes it."""
        return f"{self.where.key}:{self.level}" if self.where else ""

    @property
    def problem(self) -> str:
        """Return the reason why there is no table yet; empty if there is none."""
        names = [variable.key for variable in (self.rows, self.columns, self.where) if variable]
        if len(names) < 2 or self.rows is None or self.columns is None:
            return "" if not names else "Choose a question for the rows and one for the columns."
        if len(set(names)) < len(names):
            return "Choose two different questions."
        return ""

    def table_request(self) -> CrosstabRequest | None:
        """Return the table that is asked for, or None if it cannot be made."""
        if self.rows is None or self.columns is None or self.problem:
            return None
        return CrosstabRequest(self.rows, self.columns, self.where, self.level or 0)


def _groups_context(survey: Survey, *, may_choose: bool) -> dict[str, object]:
    """Return the question whose groups other audiences see, or those that can be chosen."""
    questions = groupable_questions(questionnaire_of(survey))
    groups = next((q.text["en"] for q in questions if q.name == survey.table_groups), "")
    choices = [] if groups or not may_choose else [(q.name, q.text["en"]) for q in questions]
    return {"groups": groups, "groupable": choices}


def _table_for(
    audience: Audience, survey: Survey, request: CrosstabRequest, sample: Sample
) -> Crosstab:
    """Return the table, or why it is not offered to this audience."""
    if audience != Audience.TEAM:
        try:
            request = offered_request(survey, request, sample)
        except Refused as refusal:
            return Crosstab(request, refused=str(refusal))
    return build_crosstab(request, sample, SUPPRESSION_RULES[audience])


@allow(Permission.RUN_SURVEYS)
@require_POST
def choose_groups(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the question by whose groups the Board and the public are offered tables."""
    user = person(request)
    survey = survey_at(slug, user)
    try:
        choose_table_groups(survey=survey, question=request.POST.get("question", ""), by=user)
    except Refused as refusal:
        refused(request, str(refusal))
    else:
        saved(request, "The question has been chosen. Tables by its groups can be offered.")
    return redirect(f"{reverse('surveys:crosstab', args=[slug])}?audience=public")


@allow(Permission.READ_SURVEYS)
@require_safe
def builder(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose two questions and read the table; `format=csv` is the file."""
    survey = survey_at(slug, person(request))
    n_sheets = counted_sheets(survey).count()
    apart = why_apart(n_sheets)
    known = [] if apart else variables_of(survey)
    chosen, viewpoint = CrosstabChoice.of(request, known), Viewpoint.of(request)
    context = {
        "survey": survey,
        "known": known,
        "chosen": chosen,
        "filters": [
            (
                variable.text,
                [(f"{variable.key}:{at}", level) for at, level in enumerate(variable.levels)],
            )
            for variable in known
        ],
        "viewpoint": viewpoint,
        "audiences": AUDIENCES.items(),
        "n_sheets": n_sheets,
        "apart": apart,
        **_groups_context(survey, may_choose=person(request).may(Permission.RUN_SURVEYS)),
    }
    table_request = chosen.table_request()
    if table_request is not None:
        sample, rule = sample_of(survey, clock.today()), SUPPRESSION_RULES[viewpoint.audience]
        table = _table_for(viewpoint.audience, survey, table_request, sample)
        if request.GET.get("format") == "csv" and not table.refused:
            name = f"{survey.slug}-{table_request.rows.key}-by-{table_request.columns.key}"
            return csv_response(name, FILE_HEADER, file_rows(table))
        figure = crosstab_figure(table, sample, rule)
        query = request.GET.copy()
        query["format"] = "csv"
        context |= {
            "table": table,
            "figure": figure,
            "protection": protection_note(table),
            "lines": [[str(cell) for cell in row] for row in file_rows(table)],
            "csv_url": f"?{query.urlencode()}",
        }
    return render(request, "surveys/crosstab.html", context)
