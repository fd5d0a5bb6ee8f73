"""Writing a questionnaire: its lines, a question added by form, and a copy of another survey's."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import attempt, posted
from clayton_review.web.pages import form_page, saved
from surveys.fielding.actions.questionnaire import write_questionnaire
from surveys.fielding.forms.questionnaire import EXAMPLE, NO_WORDS, QuestionnaireForm
from surveys.fielding.views import preview
from surveys.question_types import TYPES
from surveys.survey.models import Survey


@allow(Permission.WRITE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire(request: HttpRequest, slug: str) -> HttpResponse:
    """Write the questionnaire in lines, and see it as residents will."""
    user = person(request)
    surveys = Survey.objects.visible_to(user)
    survey = get_object_or_404(surveys.select_related("version"), slug=slug)
    if request.method == "POST" and request.POST.get("act") == "add":
        return _page_with_question(request, survey)
    data, _files = posted(request)
    form = QuestionnaireForm(data, initial=_initial_values(request, survey))

    def act() -> Survey:
        text = form.cleaned_data["text"].replace("\r\n", "\n")
        revision = form.cleaned_data["revision"]
        return write_questionnaire(survey=survey, text=text, revision=revision, by=user)

    if attempt(form, act, record=survey) is None:
        return _page(request, survey, form)
    added = ", with the new question at its end" if form.has_question else ""
    saved(request, f"The questionnaire was saved{added}.")
    return redirect("surveys:questionnaire", survey.slug)


def _initial_values(request: HttpRequest, survey: Survey) -> dict[str, object]:
    """Return the initial lines: those saved, those of another survey, or an example."""
    text = survey.notation
    others = Survey.objects.visible_to(person(request))
    if other := request.GET.get("copy", "").replace("\0", ""):
        text = get_object_or_404(others, slug=other).notation
    if not text.strip():
        text = EXAMPLE.format(phone=settings.STUDY_PHONE or "314-555-0100")
    return {"text": text, "revision": survey.revision}


def _page_with_question(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Show the page with the new question at the end of the lines, nothing saved yet."""
    typed = QuestionnaireForm(request.POST)
    text = typed.with_question()
    if not text:
        if not typed.has_error("english"):
            typed.add_error("english", NO_WORDS)
        return _page(request, survey, typed)
    revision = typed.data.get("revision", "")
    form = QuestionnaireForm(initial={"text": text, "revision": revision})
    return _page(request, survey, form, is_added=True)


def _page(
    request: HttpRequest, survey: Survey, form: QuestionnaireForm, **context: Any
) -> HttpResponse:
    draft_preview = preview.preview_of_notation(survey.notation, request.GET.get("language", "en"))
    others = Survey.objects.visible_to(person(request)).exclude(pk=survey.pk).exclude(notation="")
    lines = survey.notation.splitlines() if draft_preview.problems else []
    return form_page(
        request,
        "surveys/questionnaire_edit.html",
        form,
        survey=survey,
        preview=draft_preview,
        types=TYPES,
        others=others.order_by("title").only("slug", "title"),
        is_empty=not survey.notation.strip(),
        lines=[(number, line) for number, line in enumerate(lines, start=1)],
        **context,
    )
