"""Every response rate of a survey, with what was counted and how precise its shares are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from clayton_review import clock
from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.stats.estimates.precision import OPT_IN_STATEMENT
from clayton_review.stats.estimates.rounding import round_half_up
from clayton_review.stats.response.dispositions import Dispositions
from clayton_review.stats.response.outcome_rates import outcome_rate
from clayton_review.web.downloads import csv_response
from surveys.analysis import method_notes
from surveys.analysis.selectors.columns import sample_of
from surveys.answers.policies import can_be_shown_together
from surveys.answers.selectors import counted_sheets
from surveys.results.figures import outcome_rates
from surveys.results.selectors.outcomes import count_outcomes
from surveys.results.selectors.precision import eligibility_of, precision_of
from surveys.survey.models import Survey


@allow(Permission.READ_SURVEYS)
@require_safe
def response(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the outcomes of invitations and every rate; `format=csv` sends the rates as a file."""
    user = person(request)
    surveys = Survey.objects.visible_to(user).select_related("version")
    survey = get_object_or_404(surveys, slug=slug)
    context = {
        "survey": survey,
        "n_sheets": counted_sheets(survey).count(),
        "statement": OPT_IN_STATEMENT,
        "may_write": user.may(Permission.WRITE_SURVEYS),
    }
    is_counted = survey.is_probability_sample and survey.n_invited and survey.closed_on
    if not (is_counted and context["n_sheets"]):
        return render(request, "surveys/response.html", context)
    sample = sample_of(survey, clock.today())
    if not can_be_shown_together(sample.n):
        context["apart"] = method_notes.COMPLETENESS_APART
        return render(request, "surveys/response.html", context)
    outcomes = count_outcomes(survey, sample.coded)
    cases = outcomes.dispositions(eligibility_of(survey, outcomes))
    if request.GET.get("format") == "csv":
        return csv_response(
            f"{survey.slug}-response-rates",
            outcome_rates.FILE_HEADER,
            outcome_rates.file_rows(cases),
        )
    precision = precision_of(survey, sample, outcomes)
    context |= {
        "rate": _rate(cases),
        "outcomes": outcomes,
        "case_counts": outcome_rates.case_counts(outcomes, sample.n),
        "surplus": outcome_rates.surplus_words(outcomes, survey.n_invited),
        "families": outcome_rates.rates_by_family(cases),
        "eligible": outcome_rates.eligible_words(cases),
        "precision": precision
        and outcome_rates.precision_details(precision, is_weighted=sample.is_weighted),
    }
    return render(request, "surveys/response.html", context)


def _rate(cases: Dispositions) -> str:
    """Return RR1 in percent; there are invitations, so it is defined."""
    return f"{round_half_up(100 * (outcome_rate('RR1', cases).value or 0), 1)}%"
