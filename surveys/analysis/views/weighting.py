"""Pages of a weighting: its report, and the forms that write, change and withdraw it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import WithdrawForm, attempt, details_by, posted
from clayton_review.web.pages import form_page, refused, saved
from surveys.analysis.actions.weighting import (
    TOO_FEW,
    add_weighting,
    revise_weighting,
    withdraw_weighting,
)
from surveys.analysis.forms.weighting import WeightingCreateForm, WeightingEditForm, merges_text
from surveys.analysis.models import Weighting
from surveys.analysis.selectors.population import comparable_targets
from surveys.analysis.selectors.weighting import weighting_summary
from surveys.answers.policies import can_be_shown_together
from surveys.answers.selectors import counted_sheets
from surveys.survey.models import Survey
from surveys.survey.selectors import questionnaire_of, survey_at


@allow(Permission.READ_SURVEYS)
@require_safe
def weighting(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the steps of weighting, the spread of the weights, and the shares before and after."""
    user = person(request)
    survey = survey_at(slug, user)
    current, n_sheets = survey.weightings.current().first(), counted_sheets(survey).count()
    too_few = "" if not n_sheets or can_be_shown_together(n_sheets) else TOO_FEW
    is_used = current and current.report and not current.problem and not too_few
    context = {
        "survey": survey,
        "weighting": current,
        "summary": weighting_summary(current, survey) if current and is_used else None,
        "targets": comparable_targets(survey),
        "n_sheets": n_sheets,
        "too_few": too_few,
        "may_write": user.may(Permission.WRITE_SURVEYS),
    }
    return render(request, "surveys/weighting.html", context)


@allow(Permission.WRITE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """Weight the sheets for the first time."""
    user = person(request)
    survey = survey_at(slug, user)
    if not comparable_targets(survey):
        refused(request, "Add the population first. The sheets are weighted to it.")
        return redirect("surveys:population", slug)
    data, _files = posted(request)
    form = WeightingCreateForm(data, **_form_context(survey))

    def act() -> Weighting:
        record_id = form.cleaned_data["record_id"]
        return add_weighting(record_id=record_id, survey=survey, values=form.values(), by=user)

    if attempt(form, act) is None:
        return form_page(request, "surveys/weighting_write.html", form, survey=survey)
    saved(request, "The sheets were weighted.")
    return redirect("surveys:weighting", slug)


@allow(Permission.WRITE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Weight the sheets another way."""
    user = person(request)
    current = _weighting(user, slug, pk)
    names = ("questions", "household", "most_adults", "least_in_group", "trim_at", "revision")
    initial = {name: getattr(current, name) for name in names}
    initial["merges"] = merges_text(current.merges)
    data, _files = posted(request)
    form = WeightingEditForm(data, initial=initial, **_form_context(current.survey))

    def act() -> Weighting:
        revision = form.cleaned_data["revision"]
        return revise_weighting(weighting=current, values=form.values(), revision=revision, by=user)

    if attempt(form, act, record=current) is None:
        context = {"survey": current.survey, "weighting": current}
        return form_page(request, "surveys/weighting_write.html", form, **context)
    saved(request, "The sheets were weighted again.")
    return redirect("surveys:weighting", slug)


@allow(Permission.WRITE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Let every sheet count the same again, after asking."""
    user = person(request)
    current = _weighting(user, slug, pk)
    data, _files = posted(request)
    form = WithdrawForm(
        data, details=details_by(WeightingEditForm), initial={"revision": current.revision}
    )

    def act() -> Weighting:
        values = form.cleaned_data
        return withdraw_weighting(
            weighting=current, revision=values["revision"], reason=values["reason"], by=user
        )

    if attempt(form, act, record=current) is None:
        context = {"survey": current.survey, "weighting": current}
        return form_page(request, "surveys/weighting_withdraw.html", form, **context)
    saved(request, "The weighting was withdrawn. Every sheet now counts the same.")
    return redirect("surveys:weighting", slug)


def _form_context(survey: Survey) -> dict[str, Any]:
    return {
        "questionnaire": questionnaire_of(survey),
        "targets": comparable_targets(survey),
    }


def _weighting(user: User, slug: str, pk: UUID) -> Weighting:
    known = Weighting.objects.visible_to(user).current().select_related("survey__version")
    current: Weighting = get_object_or_404(known, pk=pk, survey__slug=slug)
    return current
