"""Pages for the team's decisions on requests: status, answers that wait, upload links."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import attempt, posted
from clayton_review.documents import actions
from clayton_review.documents.forms.requests import DecideForm, LinkForm, StatusForm
from clayton_review.documents.models import Answer, DocumentRequest, UploadLink
from clayton_review.documents.views.requests import request_of
from clayton_review.web.pages import form_page, saved


@allow(Permission.WRITE_DOCUMENTS)
def status(request: HttpRequest, reference: str) -> HttpResponse:
    """Note an answer that came by letter, by phone or in person."""
    user = person(request)
    document_request = request_of(user, reference)
    form = StatusForm(
        *posted(request), request=document_request, initial={"revision": document_request.revision}
    )

    def act() -> DocumentRequest:
        return actions.move_request(request=document_request, by=user, **form.cleaned_data)

    if attempt(form, act, record=document_request) is None:
        page = {
            "document_request": document_request,
            "title": "Record an answer",
            "action_label": "Record the answer",
        }
        return form_page(request, "documents/request_step.html", form, **page)
    saved(request, "The answer was recorded.")
    return redirect(document_request)


@allow(Permission.WRITE_DOCUMENTS)
def decide(request: HttpRequest, reference: str, key: UUID) -> HttpResponse:
    """Accept an answer or send it back."""
    user = person(request)
    document_request = request_of(user, reference)
    answer = get_object_or_404(document_request.answers.select_related("by"), pk=key)
    has_link = any(link.is_live for link in document_request.links.select_related("request"))
    form = DecideForm(*posted(request), answer=answer, has_link=has_link)

    def act() -> Answer:
        return actions.decide_answer(answer=answer, decision=form.decision_input(), by=user)

    if attempt(form, act) is None:
        label = answer.answer_kind.decision_button
        page = {"document_request": document_request, "answer": answer, "action_label": label}
        return form_page(request, "documents/answer_decide.html", form, **page)
    saved(request, "The decision was saved. The addressee can see it.")
    return redirect(document_request)


@allow(Permission.WRITE_DOCUMENTS)
def link(request: HttpRequest, reference: str) -> HttpResponse:
    """Make an upload link; its address is shown once, in the answer to the POST itself."""
    user = person(request)
    document_request = request_of(user, reference)
    form = LinkForm(*posted(request), initial={"send_to": document_request.contact_email})

    def act() -> tuple[UploadLink, str]:
        typed = form.cleaned_data
        return actions.make_link(
            request=document_request,
            record_id=typed["record_id"],
            expires_at=form.expires_at(),
            max_files=typed["max_files"],
            max_bytes=typed["max_megabytes"] * 1_048_576,
            send_to=typed["send_to"],
            by=user,
        )

    new_link = attempt(form, act)
    if new_link is None:
        page = {
            "document_request": document_request,
            "title": "Make an upload link",
            "action_label": "Make the link",
        }
        return form_page(request, "documents/request_step.html", form, **page)
    context = {"document_request": document_request, "link": new_link[0], "address": new_link[1]}
    return render(request, "documents/upload_link.html", context)


@require_POST
@allow(Permission.WRITE_DOCUMENTS)
def revoke(request: HttpRequest, reference: str, key: UUID) -> HttpResponse:
    """Close an upload link."""
    document_request = request_of(person(request), reference)
    actions.revoke_link(link=get_object_or_404(document_request.links, pk=key), by=person(request))
    saved(request, "The link was revoked. Files already sent through it are kept.")
    return redirect(document_request)
