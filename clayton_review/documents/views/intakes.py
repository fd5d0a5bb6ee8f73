"""Deliveries: bringing one, following it, its receipt, and undoing it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import attempt, posted
from clayton_review.documents import actions
from clayton_review.documents.archives import MOST_BYTES
from clayton_review.documents.forms.intakes import IntakeForm, ReceiptForm, UndoForm
from clayton_review.documents.models import STATE_WORDS, Intake, IntakeState
from clayton_review.documents.selectors.receipts import receipt as lines_of
from clayton_review.documents.selectors.receipts import receipt_csv, tally
from clayton_review.web.downloads import attachment
from clayton_review.web.formatting import moment
from clayton_review.web.pages import Column, Filter, form_page, listing, saved
from clayton_review.web.request_size import takes_files

_STATES = [(state.value, STATE_WORDS.get(state.value, state.label)) for state in IntakeState]
_COLUMNS = (
    Column("Delivery", lambda row: row.reference, url=lambda row: row.get_absolute_url()),
    Column("From", lambda row: row.author),
    Column("For", lambda row: str(row.request or "no request")),
    Column("Received", lambda row: moment(row.received_at)),
    Column("Status", lambda row: row.state_words),
)


@require_safe
@allow(Permission.READ_DOCUMENTS)
def index(request: HttpRequest) -> HttpResponse:
    matches = listing(
        request,
        Intake.objects.visible_to(person(request)).select_related("by", "request", "link"),
        search=("reference__icontains", "sender__icontains", "request__title__icontains"),
        filters={"state": Filter("Status", _STATES)},
        sorts={"newest": "-received_at", "oldest": "received_at"},
        columns=_COLUMNS,
        filename="deliveries",
    )
    if matches.is_download:
        return matches.download()
    return render(request, "documents/intake_list.html", {"listing": matches})


@takes_files(MOST_BYTES)
@allow(Permission.WRITE_DOCUMENTS)
def create(request: HttpRequest) -> HttpResponse:
    """Take in files: several, a folder or a ZIP."""
    user = person(request)
    form = IntakeForm(*posted(request), user=user)
    known: Any = form.fields["request"]
    named = known.queryset.filter(reference=request.GET.get("for", "")[:12])
    form.initial["request"] = named.first()

    def act() -> Intake:
        return actions.receive(
            record_id=form.cleaned_data["record_id"],
            sent=form.sent_files(),
            request=form.cleaned_data["request"],
            by=user,
        )

    intake = attempt(form, act)
    if intake is None:
        return form_page(request, "documents/intake_create.html", form)
    saved(request, f"The files have arrived as {intake.reference}.")
    return redirect(intake)


@require_safe
@allow(Permission.READ_DOCUMENTS)
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one delivery: its progress and its receipt."""
    user = person(request)
    intake = _intake(user, reference)
    context = {
        "intake": intake,
        "tally": tally(intake),
        "lines": lines_of(intake),
        "may_write": user.may(Permission.WRITE_DOCUMENTS),
        "is_undoable": intake.state == IntakeState.DONE,
    }
    return render(request, "documents/intake_detail.html", context)


@require_safe
@allow(Permission.READ_DOCUMENTS)
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the receipt for printing, or send it as CSV."""
    intake = _intake(person(request), reference)
    if request.GET.get("format") == "csv":
        name = f"receipt-{intake.reference}.csv"
        return attachment(name, receipt_csv(intake).encode(), "text/csv; charset=utf-8")
    context = {"intake": intake, "tally": tally(intake), "lines": lines_of(intake)}
    return render(request, "documents/receipt.html", context)


@allow(Permission.WRITE_DOCUMENTS)
def mail(request: HttpRequest, reference: str) -> HttpResponse:
    """Mail the receipt to the sender."""
    user = person(request)
    intake = _intake(user, reference)
    document_request = intake.request
    form = ReceiptForm(
        *posted(request), initial={"to": document_request.recipient if document_request else ""}
    )

    def act() -> Intake:
        return actions.send_receipt(intake=intake, to=form.cleaned_data["to"], by=user)

    if attempt(form, act) is None:
        return form_page(request, "documents/receipt_mail.html", form, intake=intake)
    saved(request, "The receipt is on its way.")
    return redirect(intake)


@allow(Permission.WRITE_DOCUMENTS)
def undo(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a whole delivery back, after asking."""
    user = person(request)
    intake = _intake(user, reference)
    form = UndoForm(*posted(request))

    def act() -> Intake:
        return actions.undo_intake(intake=intake, reason=form.cleaned_data["reason"], by=user)

    if attempt(form, act) is None:
        return form_page(request, "documents/intake_undo.html", form, intake=intake)
    saved(request, f"{intake.reference} was undone. Its control numbers will not be reused.")
    return redirect(intake)


def _intake(user: User, reference: str) -> Intake:
    rows = Intake.objects.visible_to(user).select_related(
        "by", "link", "request__addressee", "undone_by"
    )
    intake: Intake = get_object_or_404(rows, reference=reference)
    return intake
