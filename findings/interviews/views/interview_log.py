"""Logging an interview: all questions on one screen, each answer saved on its own."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.refusals import Refused
from clayton_review.web.pages import saved
from findings.coding.selectors.code_book import new_code_words, not_yet_known
from findings.interviews.actions.answers import Conflict, save_answers
from findings.interviews.forms import read_answers
from findings.interviews.models.interviews import Interview
from findings.interviews.selectors.interview_page import interview_page


@dataclass(frozen=True)
class Box:
    """One question with what its text box holds."""

    key: str
    position: int
    question: str
    text: str
    base: int
    conflict: Conflict | None


@allow(Permission.WRITE_INTERVIEWS)
def log(request: HttpRequest, key: UUID) -> HttpResponse:
    """Type what is said; nothing that is typed is lost, whoever else types."""
    user = person(request)
    rows = Interview.objects.visible_to(user).select_related("participant", "guide")
    interview = get_object_or_404(rows, pk=key)
    if request.method != "POST":
        return _page(request, interview, {}, {}, [])
    edits, errors = read_answers(request.POST)
    conflicts: dict[str, Conflict] = {}
    unknown = not_yet_known(edit.text for edit in edits)
    try:
        stored = save_answers(interview=interview, edits=edits, by=user)
        conflicts = {conflict.question_id: conflict for conflict in stored.conflicts}
    except Refused as refusal:
        errors.append(str(refusal))
    if errors or conflicts:
        typed = {
            name.removeprefix("answer-"): str(text).replace("\x00", "")
            for name, text in request.POST.items()
            if name.startswith("answer-")
        }
        return _page(request, interview, typed, conflicts, errors)
    words = (
        f"Saved.{new_code_words(unknown)}" if stored.n_saved else "There was nothing new to save."
    )
    saved(request, words)
    if "leave" in request.POST:
        return redirect(interview)
    return redirect("findings:interview_log", interview.pk)


def _page(
    request: HttpRequest,
    interview: Interview,
    typed: dict[str, str],
    conflicts: dict[str, Conflict],
    errors: list[str],
) -> HttpResponse:
    page = interview_page(interview)
    boxes = []
    for view in page.answers:
        key = str(view.question.pk)
        stored = view.answer.text if view.answer else ""
        base = view.answer.revision if view.answer else 0
        text = typed.get(key, stored)
        question = view.question
        boxes.append(Box(key, question.position, question.text, text, base, conflicts.get(key)))
    context = {"interview": interview, "page": page, "boxes": boxes, "errors": errors}
    wrong = bool(errors or conflicts)
    context["n_conflicts"] = len(conflicts)
    return render(request, "findings/interview_log.html", context, status=422 if wrong else 200)
