"""The team's pages: preparing, opening and closing surveys."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clayton_review import clock
from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import attempt, posted
from clayton_review.refusals import Refused
from clayton_review.web.formatting import day
from clayton_review.web.forms import PortalForm
from clayton_review.web.pages import Column, form_page, listing, saved
from surveys.analysis.selectors.columns import survey_columns
from surveys.answers.locked_words import closing_words, left_locked_words, needed_words
from surveys.answers.policies import can_be_shown_together
from surveys.answers.selectors import is_being_opened, sheets_of, with_n_sheets
from surveys.fielding.actions.questionnaire import publish_questionnaire
from surveys.fielding.actions.status import close_survey, open_survey
from surveys.fielding.actions.surveys import create_survey, edit_survey, record_dispositions
from surveys.fielding.forms.survey import (
    DispositionsForm,
    SurveyCreateForm,
    SurveyEditForm,
    initial_dispositions,
    initial_survey,
)
from surveys.fielding.selectors import NO_CODES, is_without_codes, opening_obstacles
from surveys.notation import questionnaire_notation
from surveys.results.figures.response import rate_words
from surveys.results.selectors.outcomes import count_outcomes
from surveys.survey.models import Survey, SurveyStatus

COLUMNS = (
    Column(
        "Survey",
        lambda survey: survey.title,
        url=lambda survey: reverse("surveys:detail", args=[survey.slug]),
    ),
    Column("Status", lambda survey: survey.get_status_display()),
    Column("Sample", lambda survey: survey.get_sample_display().partition(",")[0]),
    Column("Opened answer sheets", lambda survey: survey.n_sheets, kind="number"),
    Column("Closes on", lambda survey: day(survey.closes_on)),
)


@allow(Permission.READ_SURVEYS)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    surveys = listing(
        request,
        with_n_sheets(Survey.objects.visible_to(person(request))),
        search=("title__icontains", "slug__icontains"),
        filters={"status": SurveyStatus.choices},
        sorts={"newest": "-created_at", "title": "title"},
        columns=COLUMNS,
        filename="surveys",
    )
    if surveys.is_download:
        return surveys.download()
    return render(request, "surveys/survey_list.html", {"listing": surveys})


@allow(Permission.WRITE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    user = person(request)
    data, _files = posted(request)
    form = SurveyCreateForm(data)

    def act() -> Survey:
        record_id = form.cleaned_data["record_id"]
        return create_survey(record_id=record_id, values=form.values(), by=user)

    survey = attempt(form, act)
    if survey is None:
        return form_page(request, "surveys/survey_create.html", form)
    saved(request, "The survey was saved. Next, write its questionnaire.")
    return redirect("surveys:detail", survey.slug)


@allow(Permission.READ_SURVEYS)
@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one survey: its status, dates, sheets and dispositions."""
    return _detail(request, _survey(request, slug))


@allow(Permission.WRITE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    user, survey = person(request), _survey(request, slug)
    data, _files = posted(request)
    form = SurveyEditForm(data, initial=initial_survey(survey))

    def act() -> Survey:
        revision = form.cleaned_data["revision"]
        return edit_survey(survey=survey, values=form.values(), revision=revision, by=user)

    edited = attempt(form, act, record=survey)
    if edited is None:
        return form_page(request, "surveys/survey_edit.html", form, survey=survey)
    saved(request, "The survey was saved.")
    return redirect("surveys:detail", edited.slug)


@allow(Permission.WRITE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def dispositions(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the counts of what became of the invitations."""
    user, survey = person(request), _survey(request, slug)
    data, _files = posted(request)
    form = DispositionsForm(data, initial=initial_dispositions(survey))

    def act() -> Survey:
        names = ("n_invited", "eligibility", "eligibility_source", "revision")
        values = {name: form.cleaned_data[name] for name in names}
        return record_dispositions(survey=survey, counts=form.counts(), by=user, **values)

    if attempt(form, act, record=survey) is None:
        return form_page(request, "surveys/disposition_edit.html", form, survey=survey)
    saved(request, "The numbers were saved.")
    return redirect("surveys:detail", survey.slug)


@allow(Permission.WRITE_SURVEYS)
@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Freeze the questionnaire."""
    survey = _survey(request, slug)
    return _act(
        request,
        survey,
        lambda: publish_questionnaire(survey=survey, by=person(request)),
        "The questionnaire is published. Every resident will read exactly these words.",
    )


@allow(Permission.RUN_SURVEYS)
@require_POST
def open_(request: HttpRequest, slug: str) -> HttpResponse:
    """Let residents answer."""
    survey = _survey(request, slug)
    return _act(
        request,
        survey,
        lambda: open_survey(survey=survey, by=person(request)),
        "The survey is open. Its page will be available within half a minute.",
    )


@allow(Permission.RUN_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask, then end the survey for good."""
    survey = _survey(request, slug)
    if request.method != "POST":
        context = {
            "survey": survey,
            "needed": needed_words(survey, has_sheets=survey.sheets.exists()),
            "opened": closing_words(survey),
        }
        return render(request, "surveys/survey_close.html", context)
    return _act(
        request,
        survey,
        lambda: close_survey(survey=survey, by=person(request)),
        "The survey is closed. Its page will say within minutes what became of the answers.",
    )


def _act(
    request: HttpRequest, survey: Survey, act: Callable[[], object], message: str
) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        form = PortalForm({})
        form.add_error(None, str(refused))
        return _detail(request, survey, form)
    saved(request, message)
    return redirect("surveys:detail", survey.slug)


def _detail(request: HttpRequest, survey: Survey, form: PortalForm | None = None) -> HttpResponse:
    user = person(request)
    response = _response_context(survey)
    has_sheets = bool(response["n_sheets"])
    context = {
        "survey": survey,
        "form": form,
        **response,
        "left_locked": left_locked_words(survey, has_sheets=has_sheets),
        "needed": needed_words(survey, has_sheets=has_sheets),
        "is_being_opened": is_being_opened(survey),
        "dispositions": survey.dispositions.all(),
        "problems": questionnaire_notation.problems_in(survey.notation) if survey.notation else [],
        "obstacles": _obstacles(survey),
        "may_write": user.may(Permission.WRITE_SURVEYS),
        "may_run": user.may(Permission.RUN_SURVEYS),
    }
    return render(request, "surveys/survey_detail.html", context, status=422 if form else 200)


def _response_context(survey: Survey) -> dict[str, object]:
    """Return the number of sheets and, if a survey by letter is closed, outcomes and rate."""
    if not (survey.is_probability_sample and survey.n_invited and survey.closed_on):
        return {"n_sheets": sheets_of(survey, clock.today()).count()}
    sheets = survey_columns(survey, clock.today())
    outcomes = count_outcomes(survey, sheets)
    rate = rate_words(outcomes) if can_be_shown_together(sheets.n) else ""
    return {"n_sheets": sheets.n, "outcomes": outcomes, "rate": rate}


def _obstacles(survey: Survey) -> list[str]:
    if survey.status == SurveyStatus.DRAFT:
        return opening_obstacles(survey, clock.today())
    lacks_codes = survey.status == SurveyStatus.OPEN and is_without_codes(survey)
    return [NO_CODES.format(slug=survey.slug)] if lacks_codes else []


def _survey(request: HttpRequest, slug: str) -> Survey:
    surveys = Survey.objects.visible_to(person(request)).select_related("version")
    return get_object_or_404(surveys, slug=slug)
