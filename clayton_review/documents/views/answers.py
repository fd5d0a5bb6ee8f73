"""The addressee's pages: what was asked of them, answering in words, sending files."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import attempt, posted
from clayton_review.documents import actions
from clayton_review.documents.archives import MOST_BYTES
from clayton_review.documents.forms.intakes import SendForm
from clayton_review.documents.forms.requests import AnswerForm
from clayton_review.documents.models import Answer, DocumentRequest, Intake
from clayton_review.documents.selectors import requests as selectors
from clayton_review.documents.selectors.receipts import sent_deliveries
from clayton_review.documents.views.requests import SEARCH, SORTS, request_of
from clayton_review.refusals import Refused
from clayton_review.web.formatting import day
from clayton_review.web.pages import Column, form_page, listing, saved
from clayton_review.web.request_size import takes_files


def _status(row: DocumentRequest) -> str:
    review_note = "; the study is reviewing your answer" if getattr(row, "n_waiting", 0) else ""
    return f"{row.status_words}{review_note}"


_SORTS = {**SORTS, "most_urgent": ("turn", "due_on")}
_COLUMNS = (
    Column(
        "Request",
        lambda row: row.title,
        url=lambda row: reverse("requests:answer", args=[row.reference]),
    ),
    Column("Reference", lambda row: row.reference, kind="reference"),
    Column("Status", _status, is_late=lambda row: bool(row.days_late)),
    Column("Due", lambda row: day(row.due_on)),
    Column("Time", lambda row: row.time_words),
)


@require_safe
@allow(Permission.ANSWER_REQUESTS)
def index(request: HttpRequest) -> HttpResponse:
    """List the study's requests to this person."""
    rows = DocumentRequest.objects.visible_to(person(request))
    matches = listing(
        request,
        selectors.for_addressee(rows),
        search=SEARCH,
        sorts=_SORTS,
        columns=_COLUMNS,
        filename="requests",
    )
    if matches.is_download:
        return matches.download()
    context = {"listing": matches, "counts": selectors.count_by_need(rows)}
    return render(request, "documents/city_request_list.html", context)


@takes_files(MOST_BYTES)  # without scripts, files chosen beside the words come along
@allow(Permission.ANSWER_REQUESTS)
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one request, what was said about it, and the form to answer it in words."""
    document_request = request_of(person(request), reference)
    unsent = request.session.get(_unsent_key(document_request), {})
    form = AnswerForm(posted(request)[0], initial=unsent)

    def act() -> Answer:
        return actions.answer_request(request=document_request, by=person(request), **form.values())

    if attempt(form, act) is None:
        return _answer_page(request, document_request, form, SendForm())
    request.session.pop(_unsent_key(document_request), None)
    saved(request, f"Your answer has arrived. The study team reviews it.{_files_left(request)}")
    return redirect("requests:answer", document_request.reference)


@takes_files(MOST_BYTES)
@allow(Permission.ANSWER_REQUESTS)
def files(request: HttpRequest, reference: str) -> HttpResponse:
    """Send files for a request; words that were typed beside them are kept."""
    user = person(request)
    document_request = request_of(user, reference)
    form = SendForm(*posted(request))

    def act() -> Intake:
        if document_request.is_withdrawn:
            raise Refused("This request was withdrawn and needs no answer.")
        record_id = form.cleaned_data["record_id"]
        return actions.receive(
            record_id=record_id, sent=form.sent_files(), request=document_request, by=user
        )

    intake = attempt(form, act)
    typed = {name: request.POST[name] for name in AnswerForm.TYPED if request.POST.get(name)}
    if intake is None:
        return _answer_page(request, document_request, AnswerForm(initial=typed), form)
    if typed.get("text"):
        request.session[_unsent_key(document_request)] = typed
    words = f"The files have arrived as {intake.reference}. They are being checked."
    saved(request, f"{words} This page will say if we cannot accept one.")
    return redirect("requests:answer", document_request.reference)


def _answer_page(
    request: HttpRequest, document_request: DocumentRequest, form: AnswerForm, send_form: SendForm
) -> HttpResponse:
    user = person(request)
    intakes = Intake.objects.visible_to(user).filter(request=document_request)
    context = {
        "document_request": document_request,
        "missing": selectors.still_missing(document_request),
        "entries": document_request.entries.filter(is_shared=True).select_related("by"),
        "waiting": document_request.answers.filter(state="waiting", by=user),
        "deliveries": sent_deliveries(intakes),
        "answer_form": form,
        "send_form": send_form,
    }
    sent_form = send_form if send_form.is_bound else form
    return form_page(request, "documents/city_request_detail.html", sent_form, **context)


def _unsent_key(document_request: DocumentRequest) -> str:
    return f"unsent answer to {document_request.reference}"


def _files_left(request: HttpRequest) -> str:
    """Return a sentence for files that were chosen, but not sent with the written answer."""
    if not (request.FILES or request.POST.get("files_left")):
        return ""
    return " The files you chose were not sent. Choose them again, and press “Send the files”."
