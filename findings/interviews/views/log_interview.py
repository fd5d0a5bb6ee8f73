"""Page for logging an interview: all questions on one screen, each answer saved by itself."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.refusals import Refused
from clayton_review.web.pages import saved
from findings.coding.selectors.code_book import new_codes_sentence, unknown_code_names
from findings.interviews.actions.answers import AnswerConflict, save_answers
from findings.interviews.forms.answers import read_answers
from findings.interviews.models.interviews import Interview
from findings.interviews.selectors.interview_page import interview_page


@dataclass(frozen=True)
class AnswerField:
    """One question with the content of its text field."""

    key: str
    position: int
    question: str
    text: str
    base: int
    conflict: AnswerConflict | None


@allow(Permission.WRITE_INTERVIEWS)
def log(request: HttpRequest, key: UUID) -> HttpResponse:
    """Log answers; after a conflict the page shows both texts, and nothing typed is lost."""
    user = person(request)
    rows = Interview.objects.visible_to(user).select_related("participant", "guide")
    interview = get_object_or_404(rows, pk=key)
    if request.method != "POST":
        return _page(request, interview, {}, {}, [])
    edits, errors = read_answers(request.POST)
    conflicts: dict[str, AnswerConflict] = {}
    new_names = unknown_code_names(edit.text for edit in edits)
    try:
        result = save_answers(interview=interview, edits=edits, by=user)
        conflicts = {conflict.question_id: conflict for conflict in result.conflicts}
    except Refused as refusal:
        errors.append(str(refusal))
    if errors or conflicts:
        typed = {
            name.removeprefix("answer-"): str(text).replace("\x00", "")
            for name, text in request.POST.items()
            if name.startswith("answer-")
        }
        return _page(request, interview, typed, conflicts, errors)
    message = (
        f"The answers were saved.{new_codes_sentence(new_names)}"
        if result.n_saved
        else "There was nothing new to save."
    )
    saved(request, message)
    if "leave" in request.POST:
        return redirect(interview)
    return redirect("findings:interview_log", interview.pk)


def _page(
    request: HttpRequest,
    interview: Interview,
    typed: dict[str, str],
    conflicts: dict[str, AnswerConflict],
    errors: list[str],
) -> HttpResponse:
    page = interview_page(interview)
    fields = []
    for view in page.answers:
        key = str(view.question.pk)
        stored = view.answer.text if view.answer else ""
        base = view.answer.revision if view.answer else 0
        text = typed.get(key, stored)
        question = view.question
        fields.append(
            AnswerField(key, question.position, question.text, text, base, conflicts.get(key))
        )
    context = {"interview": interview, "page": page, "fields": fields, "errors": errors}
    has_errors = bool(errors or conflicts)
    context["n_conflicts"] = len(conflicts)
    return render(
        request, "findings/interview_log.html", context, status=422 if has_errors else 200
    )
