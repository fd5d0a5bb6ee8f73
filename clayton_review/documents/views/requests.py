"""The team's pages of requests: the list, one request, asking, changing, noting, withdrawing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import WithdrawForm, attempt, initial_of, posted
from clayton_review.documents import actions, citations
from clayton_review.documents.forms.requests import NoteForm, RequestCreateForm, RequestEditForm
from clayton_review.documents.models import REQUEST_LABELS, DocumentRequest, RequestStatus
from clayton_review.documents.selectors import requests as selectors
from clayton_review.documents.selectors.receipts import sent_deliveries
from clayton_review.web.formatting import day
from clayton_review.web.pages import Column, Filter, form_page, listing, saved


def _status(row: DocumentRequest) -> str:
    waiting = "; an answer to review" if getattr(row, "n_waiting", 0) else ""
    return f"{row.status_words}{waiting}"


SEARCH = ("title__icontains", "wording__icontains", "reference__icontains", "office__icontains")
SORTS = {
    "most_urgent": ("need", "due_on"),
    "due_first": "due_on",
    "newest": "-reference",
    "title": "title",
}
COLUMNS = (
    Column("Reference", lambda row: row.reference, kind="reference"),
    Column("Office", lambda row: row.office),
    Column("Status", _status, is_late=lambda row: bool(row.days_late)),
    Column("Due", lambda row: day(row.due_on)),
    Column("Time", lambda row: row.time_words),
)
_COLUMNS = (
    Column("Request", lambda row: row.title, url=lambda row: row.get_absolute_url()),
    *COLUMNS,
)
FILTERS: dict[str, Any] = {
    "status": RequestStatus.choices,
    "is": Filter(
        "To do",
        [("waiting", "Answer to review"), ("overdue", "Overdue"), ("open", "Open")],
        lambda rows, value: rows.filter(**{"waiting": {"need": 0}, "overdue": {"need": 1},
                                           "open": {"need__lt": 3}}[value]),
    ),
}  # fmt: skip


@require_safe
@allow(Permission.READ_DOCUMENTS)
def index(request: HttpRequest) -> HttpResponse:
    """List all requests, those that need work first."""
    rows = DocumentRequest.objects.visible_to(person(request))
    matches = listing(
        request,
        selectors.by_need(rows),
        search=SEARCH,
        filters=FILTERS,
        sorts=SORTS,
        columns=_COLUMNS,
        filename="requests",
    )
    if matches.is_download:
        return matches.download()
    may_write = person(request).may(Permission.WRITE_DOCUMENTS)
    context = {"listing": matches, "counts": selectors.count_by_need(rows), "may_write": may_write}
    return render(request, "documents/request_list.html", context)


@require_safe
@allow(Permission.READ_DOCUMENTS)
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one request: its text, answers to decide, deliveries, reminders and history."""
    user = person(request)
    document_request = request_of(user, reference)
    context = {
        "document_request": document_request,
        "waiting": document_request.answers.filter(state="waiting").select_related("by"),
        "entries": document_request.entries.select_related("by"),
        "reminders": document_request.reminders.all(),
        "deliveries": sent_deliveries(document_request.intakes.select_related("by", "link")),
        "links": document_request.links.select_related("created_by", "request"),
        "citations": citations.resting_on(document_request, user),
        "may_write": user.may(Permission.WRITE_DOCUMENTS) and not document_request.is_withdrawn,
    }
    return render(request, "documents/request_detail.html", context)


@allow(Permission.WRITE_DOCUMENTS)
def create(request: HttpRequest) -> HttpResponse:
    user = person(request)
    form = RequestCreateForm(*posted(request))

    def act() -> DocumentRequest:
        values = form.values(is_demonstration=False)
        record_id, is_sent_by_us = (form.cleaned_data[x] for x in ("record_id", "is_sent_by_us"))
        return actions.ask(record_id=record_id, values=values, by=user, is_sent_by_us=is_sent_by_us)

    document_request = attempt(form, act)
    if document_request is None:
        return form_page(request, "documents/request_create.html", form)
    saved(request, _sent_words(document_request))
    return redirect(document_request)


def _sent_words(document_request: DocumentRequest) -> str:
    reference, addressee = document_request.reference, document_request.addressee
    if not document_request.recipient:
        return f"{reference} was recorded. The portal e-mails no one about it."
    name = addressee.name if addressee else document_request.recipient
    return f"{reference} is on its way to {name}."


@allow(Permission.WRITE_DOCUMENTS)
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    user = person(request)
    document_request = request_of(user, reference)
    form = RequestEditForm(*posted(request), initial=initial_of(document_request, RequestEditForm))

    def act() -> DocumentRequest:
        values = form.values(is_demonstration=document_request.is_demonstration)
        revision = form.cleaned_data["revision"]
        return actions.edit_request(
            request=document_request, revision=revision, values=values, by=user
        )

    if attempt(form, act, record=document_request) is None:
        return form_page(
            request, "documents/request_edit.html", form, document_request=document_request
        )
    saved(request, f"{document_request.reference} was updated.")
    return redirect(document_request)


@allow(Permission.WRITE_DOCUMENTS)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a request back, after asking."""
    user = person(request)
    document_request = request_of(user, reference)
    revision = {"revision": document_request.revision}
    form = WithdrawForm(*posted(request), details=_details, initial=revision)

    def act() -> DocumentRequest:
        return actions.withdraw_request(request=document_request, by=user, **form.cleaned_data)

    if attempt(form, act, record=document_request) is None:
        return form_page(
            request, "documents/request_withdraw.html", form, document_request=document_request
        )
    saved(request, f"{document_request.reference} was withdrawn.")
    return redirect(document_request)


@allow(Permission.WRITE_DOCUMENTS)
def note(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep a note, a call or a letter."""
    user = person(request)
    document_request = request_of(user, reference)
    form = NoteForm(*posted(request))

    def act() -> object:
        typed = dict(form.cleaned_data)
        form_id = typed.pop("record_id")
        return actions.add_entry(request=document_request, form_id=form_id, by=user, **typed)

    if attempt(form, act) is None:
        page = {
            "document_request": document_request,
            "title": "Add a note",
            "action_label": "Save the note",
        }
        return form_page(request, "documents/request_step.html", form, **page)
    saved(request, "The note was saved.")
    return redirect(document_request)


def _details(document_request: DocumentRequest) -> list[tuple[str, object]]:
    return [
        (REQUEST_LABELS["title"], document_request.title),
        (REQUEST_LABELS["wording"], document_request.wording),
        (REQUEST_LABELS["office"], document_request.office),
        ("Status", document_request.status_words),
    ]


def request_of(user: User, reference: str) -> DocumentRequest:
    """Return the request, or 404 if this person may not see it."""
    rows = DocumentRequest.objects.visible_to(user).select_related("addressee", "withdrawn_by")
    document_request: DocumentRequest = get_object_or_404(rows, reference=reference)
    return document_request
