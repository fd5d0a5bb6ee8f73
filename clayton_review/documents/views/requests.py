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
from clayton_review.documents.models import DocumentRequest, RequestStatus
from clayton_review.documents.selectors import requests as selectors
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
    if matches.wants_csv:
        return matches.csv()
    may_write = person(request).may(Permission.WRITE_DOCUMENTS)
    context = {"listing": matches, "counts": selectors.count_by_need(rows), "may_write": may_write}
    return render(request, "documents/request_list.html", context)


@require_safe
@allow(Permission.READ_DOCUMENTS)
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one request: its text, answers to decide, deliveries, reminders and history."""
    user = person(request)
    asked = request_of(user, reference)
    context = {
        "asked": asked,
        "waiting": asked.answers.filter(state="waiting").select_related("by"),
        "entries": asked.entries.select_related("by"),
        "reminders": asked.reminders.all(),
        "intakes": asked.intakes.select_related("by", "link"),
        "links": asked.links.select_related("created_by", "request"),
        "citations": citations.resting_on(asked, user),
        "may_write": user.may(Permission.WRITE_DOCUMENTS) and not asked.is_withdrawn,
    }
    return render(request, "documents/request_detail.html", context)


@allow(Permission.WRITE_DOCUMENTS)
def create(request: HttpRequest) -> HttpResponse:
    user = person(request)
    form = RequestCreateForm(*posted(request))

    def act() -> DocumentRequest:
        values = form.values(is_demonstration=False)
        return actions.ask(record_id=form.cleaned_data["record_id"], values=values, by=user)

    asked = attempt(form, act)
    if asked is None:
        return form_page(request, "documents/request_create.html", form)
    saved(request, _sent_words(asked))
    return redirect(asked)


def _sent_words(asked: DocumentRequest) -> str:
    if not asked.recipient:
        return f"{asked.reference} was saved, but not sent: it has no addressee and no e-mail."
    name = asked.addressee.name if asked.addressee else asked.recipient
    return f"{asked.reference} was sent to {name}."


@allow(Permission.WRITE_DOCUMENTS)
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    user = person(request)
    asked = request_of(user, reference)
    form = RequestEditForm(*posted(request), initial=initial_of(asked, RequestEditForm))

    def act() -> DocumentRequest:
        values = form.values(is_demonstration=asked.is_demonstration)
        revision = form.cleaned_data["revision"]
        return actions.edit_request(request=asked, revision=revision, values=values, by=user)

    if attempt(form, act, record=asked) is None:
        return form_page(request, "documents/request_edit.html", form, asked=asked)
    saved(request, f"{asked.reference} was updated.")
    return redirect(asked)


@allow(Permission.WRITE_DOCUMENTS)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a request back, after asking."""
    user = person(request)
    asked = request_of(user, reference)
    form = WithdrawForm(*posted(request), initial={"revision": asked.revision})

    def act() -> DocumentRequest:
        return actions.withdraw_request(request=asked, by=user, **form.cleaned_data)

    if attempt(form, act, record=asked) is None:
        return form_page(request, "documents/request_withdraw.html", form, asked=asked)
    saved(request, f"{asked.reference} was withdrawn.")
    return redirect(asked)


@allow(Permission.WRITE_DOCUMENTS)
def note(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep a note, a call or a letter."""
    user = person(request)
    asked = request_of(user, reference)
    form = NoteForm(*posted(request))

    def act() -> object:
        typed = dict(form.cleaned_data)
        form_id = typed.pop("record_id")
        return actions.add_entry(request=asked, form_id=form_id, by=user, **typed)

    if attempt(form, act) is None:
        page = {"asked": asked, "title": "Add a note", "action_label": "Save the note"}
        return form_page(request, "documents/request_step.html", form, **page)
    saved(request, "The note was saved.")
    return redirect(asked)


def request_of(user: User, reference: str) -> DocumentRequest:
    """Return the request, or 404 if this person may not see it."""
    rows = DocumentRequest.objects.visible_to(user).select_related("addressee", "withdrawn_by")
    asked: DocumentRequest = get_object_or_404(rows, reference=reference)
    return asked
