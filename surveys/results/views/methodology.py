"""A survey's methodology statement, and publishing its results to Board and public."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from clayton_review import clock
from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import attempt, posted
from clayton_review.figures import Audience, Scope
from clayton_review.refusals import Refused
from clayton_review.web.forms import PortalForm
from clayton_review.web.pages import form_page, saved
from surveys.results import methodology
from surveys.results.actions import publish_results, write_statement
from surveys.results.figures.response import response_of
from surveys.results.forms import StatementForm, initial_statement
from surveys.results.models import MethodologyStatement
from surveys.results.policies import publishing_obstacles
from surveys.results.selectors.methodology import methodology_on_record as text_on_record
from surveys.survey.models import Survey
from surveys.survey.selectors import survey_at


@allow(Permission.READ_SURVEYS)
@require_safe
def statement(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the eleven items, and what keeps the results from being published."""
    return _statement(request, survey_at(slug, person(request)))


@allow(Permission.WRITE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Write the items; `?start` fills empty ones with what is on record."""
    user = person(request)
    survey = survey_at(slug, user)
    known = MethodologyStatement.objects.filter(survey=survey).first()
    public = response_of(survey, Scope(as_of=clock.now(), audience=Audience.PUBLIC))
    on_record = text_on_record(survey, clock.today(), has_margin=not public.tells_few)
    initial = initial_statement(known, on_record, is_filled="start" in request.GET)
    data, _files = posted(request)
    form = StatementForm(data, initial=initial, on_record=on_record)

    def act() -> MethodologyStatement:
        revision = form.cleaned_data["revision"]
        return write_statement(survey=survey, values=form.values(), revision=revision, by=user)

    if attempt(form, act, record=survey) is None:
        return form_page(request, "surveys/statement_write.html", form, survey=survey)
    saved(request, "The methodology was saved.")
    return redirect("surveys:statement", slug)


@allow(Permission.RUN_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask, then let the next report show the results."""
    user = person(request)
    survey = survey_at(slug, user)
    if request.method != "POST":
        context = {"survey": survey, "obstacles": publishing_obstacles(survey)}
        return render(request, "surveys/results_publish.html", context)
    try:
        publish_results(survey=survey, by=user)
    except Refused as refused:
        form = PortalForm({})
        form.add_error(None, str(refused))
        return _statement(request, survey, form)
    saved(
        request,
        "The results are published. The next report will show them to the Board and the public.",
    )
    return redirect("surveys:statement", slug)


def _statement(
    request: HttpRequest, survey: Survey, form: PortalForm | None = None
) -> HttpResponse:
    user = person(request)
    known = MethodologyStatement.objects.filter(survey=survey).first()
    english, spanish = (known.items, known.items_es) if known else ({}, {})
    context = {
        "survey": survey,
        "form": form,
        "items": [
            (item, english.get(item.key, ""), spanish.get(item.key, ""))
            for item in methodology.ITEMS
        ],
        "n_missing": len(methodology.missing_items(english)),
        "obstacles": [] if survey.published_on else publishing_obstacles(survey),
        "may_write": user.may(Permission.WRITE_SURVEYS),
        "may_run": user.may(Permission.RUN_SURVEYS),
    }
    return render(request, "surveys/statement.html", context, status=422 if form else 200)
