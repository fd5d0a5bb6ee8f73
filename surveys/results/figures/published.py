"""`surveys.published`: the surveys whose results everybody may read, and how they were taken."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clayton_review import clock
from clayton_review.figures import Audience, Column, Figure, Scope, Table, cell, figure
from clayton_review.languages import english_address
from clayton_review.stats.disclosure.suppression_rule import SUPPRESSION_RULES, SuppressionRule
from clayton_review.web.formatting import day
from surveys.analysis.share_text import in_people
from surveys.questionnaire.questionnaire import title_of
from surveys.results.figures.response import SurveyResponse, response_of
from surveys.survey.models import Survey


@figure("surveys.published", is_translated=True)
def published_figure(scope: Scope) -> Figure:
    """Return a row for each survey, latest first; the last cell is the address of its results.

    The team also sees surveys whose results are not published yet; they have no address and do
    not count.
    """
    published = Survey.objects.published_by(clock.local(scope.as_of).date())
    surveys = Survey.objects.opened() if scope.audience == Audience.TEAM else published
    slugs = set(published.with_questionnaire().values_list("slug", flat=True))
    rows = tuple(
        _row(survey, scope, is_published=survey.slug in slugs)
        for survey in surveys.with_questionnaire().order_by("-published_on", "slug")
    )
    return Figure(
        name="surveys.published",
        title=_title(len(slugs)),
        sentence=_(
            "Results are published when a survey has closed and its method has been fully "
            "described."
        ),
        unit="surveys",
        denominator="",
        method=_("Counted from the records."),
        table=Table(_columns(), rows),
        evidence_url=english_address("surveys:list"),
        value=cell(len(slugs)),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Survey")),
        Column(_("How people were chosen")),
        Column(_("When")),
        Column(_("Answers"), "people"),
        Column(_("How many answered")),
        Column(_("Response rate (the standard AAPOR method, RR1)"), "percent"),
        Column(_("Margin of error (± percentage points)"), "number"),
        Column(_("Sheets left out because they look made by a program")),
        Column(_("Address")),
    )


def _title(n: int) -> str:
    if not n:
        return _("No survey results have been published yet")
    return ngettext(
        "Anyone can read the results of %(n)s survey",
        "Anyone can read the results of %(n)s surveys",
        n,
    ) % {"n": n}


def _row(survey: Survey, scope: Scope, *, is_published: bool) -> tuple[str | None, ...]:
    assert survey.version  # noqa: S101  # `with_questionnaire`
    questionnaire = survey.version.questionnaire
    response, rule = response_of(survey, scope), SUPPRESSION_RULES[scope.audience]
    numbers: tuple[str | None, ...] = (
        cell(response.n_sheets),
        _response_text(response),
        response.rate or "",
        response.margin or "",
        "" if survey.is_probability_sample else _program_text(response, rule),
    )
    if response.n_sheets < rule.minimum_base:
        numbers = (None, None, None, None, None)
    sample = _("Drawn at random") if survey.is_probability_sample else _("By an open link")
    first, last = survey.opens_on, survey.closed_on
    days = _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}
    return (
        title_of(questionnaire),
        sample,
        days if first and last else "",
        *numbers,
        english_address("dashboard:survey_results", survey.slug) if is_published else "",
    )


def _program_text(response: SurveyResponse, rule: SuppressionRule) -> str:
    """Return how many sheets were left out, or that they are few."""
    if 0 < response.n_by_program < rule.minimum_cell:
        return _("fewer than %(n)s") % {"n": rule.minimum_cell}
    return f"{response.n_by_program:,}"


def _response_text(response: SurveyResponse) -> str:
    """Return the response rate in plain words; empty where there is none."""
    if response.rate is None:
        return ""
    return _("%(share)s people we invited") % {"share": in_people(Decimal(response.rate))}
