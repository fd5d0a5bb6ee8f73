"""Population targets of a survey: all beside the sheets, one, and writing them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from clayton_review import clock
from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import WithdrawForm, attempt, details_by, posted
from clayton_review.web.pages import form_page, saved
from surveys.analysis import population
from surveys.analysis.actions.population import add_target, revise_target, withdraw_target
from surveys.analysis.figures.population import target_figure
from surveys.analysis.forms.population import TargetCreateForm, TargetEditForm
from surveys.analysis.models import PopulationTarget
from surveys.analysis.selectors.columns import survey_columns
from surveys.survey.selectors import questionnaire_of, survey_at


@allow(Permission.READ_SURVEYS)
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every population target with the sheets beside it."""
    user = person(request)
    survey = survey_at(slug, user)
    sheets = survey_columns(survey, clock.today())
    targets = list(survey.targets.current())
    for target in targets:
        target.survey = survey
    compared = [(t, target_figure(t, sheets)) for t in targets]
    may_write = user.may(Permission.WRITE_SURVEYS)
    context = {"survey": survey, "compared": compared, "may_write": may_write}
    return render(request, "surveys/target_list.html", context)


@allow(Permission.READ_SURVEYS)
@require_safe
def detail(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Show one population target, which may be withdrawn."""
    user = person(request)
    target = _target(user, slug, pk)
    sheets = survey_columns(target.survey, clock.today())
    context = {
        "survey": target.survey,
        "target": target,
        "figure": target_figure(target, sheets),
        "may_write": user.may(Permission.WRITE_SURVEYS) and not target.is_withdrawn,
    }
    return render(request, "surveys/target_detail.html", context)


@allow(Permission.WRITE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """Record the population by one question."""
    user = person(request)
    survey = survey_at(slug, user)
    data, _files = posted(request)
    form = TargetCreateForm(data, questionnaire=questionnaire_of(survey))

    def act() -> PopulationTarget:
        record_id = form.cleaned_data["record_id"]
        return add_target(record_id=record_id, survey=survey, values=form.values(), by=user)

    if attempt(form, act) is None:
        return form_page(request, "surveys/target_write.html", form, survey=survey)
    saved(request, "The population was saved.")
    return redirect("surveys:population", slug)


@allow(Permission.WRITE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Change a population target."""
    user = person(request)
    target = _target(user, slug, pk)
    initial = {
        name: getattr(target, name) for name in ("question", "source", "vintage", "revision")
    }
    initial["lines"] = population.counts_text(target.counts)
    data, _files = posted(request)
    form = TargetEditForm(data, questionnaire=questionnaire_of(target.survey), initial=initial)

    def act() -> PopulationTarget:
        revision = form.cleaned_data["revision"]
        return revise_target(target=target, values=form.values(), revision=revision, by=user)

    if attempt(form, act, record=target) is None:
        context = {"survey": target.survey, "target": target}
        return form_page(request, "surveys/target_write.html", form, **context)
    saved(request, "The population was saved.")
    return redirect("surveys:target", slug, pk)


@allow(Permission.WRITE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Take a population target out of use, after asking."""
    user = person(request)
    target = _target(user, slug, pk)
    data, _files = posted(request)
    form = WithdrawForm(
        data, details=details_by(TargetEditForm), initial={"revision": target.revision}
    )

    def act() -> PopulationTarget:
        values = form.cleaned_data
        return withdraw_target(
            target=target, revision=values["revision"], reason=values["reason"], by=user
        )

    if attempt(form, act, record=target) is None:
        context = {"survey": target.survey, "target": target}
        return form_page(request, "surveys/target_withdraw.html", form, **context)
    saved(request, "The population was withdrawn.")
    return redirect("surveys:population", slug)


def _target(user: User, slug: str, pk: UUID) -> PopulationTarget:
    known = PopulationTarget.objects.visible_to(user).select_related("survey__version")
    target: PopulationTarget = get_object_or_404(known, pk=pk, survey__slug=slug)
    return target
