"""The library: list, search, file, amend, withdraw and download documents."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from clayton_review.accounts.access import allow, person, public
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass, Permission
from clayton_review.citable.editing import WithdrawForm, attempt, initial_of, posted
from clayton_review.documents import actions, citations, selectors
from clayton_review.documents.bulk import DOCUMENTS
from clayton_review.documents.forms import DocumentCreateForm, DocumentEditForm
from clayton_review.documents.forms.upload import kept_upload
from clayton_review.documents.models import Document, DocumentKind
from clayton_review.refusals import Refused
from clayton_review.web.bulk import bulk_page
from clayton_review.web.downloads import attachment
from clayton_review.web.formatting import day
from clayton_review.web.pages import Column, Filter, Listing, form_page, listing, saved
from clayton_review.web.request_size import ONE_FILE, takes_files

_COLUMNS = (
    Column("Title", lambda row: row.title, url=lambda row: row.get_absolute_url()),
    Column("Reference", lambda row: row.reference, kind="reference"),
    Column("Author or publisher", lambda row: row.source),
    Column("Type", lambda row: row.get_kind_display()),
    Column("Published", lambda row: day(row.published_on)),
    Column("Class", lambda row: row.get_disclosure_class_display()),
    Column("File", lambda row: row.file.extension[1:].upper() if row.file else ""),
)
_SORTS = {
    "newest_filed": "-reference",
    "newest_published": "-published_on",
    "title": "title",
    "publisher": "source",
}


@require_safe
@allow(Permission.READ_DOCUMENTS)
def index(request: HttpRequest) -> HttpResponse:
    """List all documents that this person may open."""
    user = person(request)
    matches = _document_listing(request, user)
    if matches.is_download:
        return matches.download()
    context = {"listing": matches, "may_write": user.may(Permission.WRITE_DOCUMENTS)}
    return render(request, "documents/document_list.html", context)


@require_POST
@allow(Permission.WRITE_DOCUMENTS)
def several(request: HttpRequest) -> HttpResponse:
    """Apply one act to all chosen documents."""
    user = person(request)
    return bulk_page(request, DOCUMENTS, _document_listing(request, user).rows, user)


def _document_listing(request: HttpRequest, user: User) -> Listing[Document]:
    rows = Document.objects.visible_to(user).current().select_related("file")
    return listing(
        request,
        rows,
        search=("title__icontains", "source__icontains", "reference__icontains", "note__icontains"),
        filters={
            "kind": Filter("Type", DocumentKind.choices),
            "disclosure_class": Filter("Class", DisclosureClass.choices),
        },
        sorts=_SORTS,
        columns=_COLUMNS,
        filename="documents",
        bulk=DOCUMENTS.offered(request, user),
    )


@require_safe
@allow(Permission.READ_DOCUMENTS)
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one document and everything that cites it."""
    user = person(request)
    document = _document(user, reference)
    context = {
        "document": document,
        "citations": citations.cited_by(document, user),
        "may_write": user.may(Permission.WRITE_DOCUMENTS) and not document.is_withdrawn,
    }
    return render(request, "documents/document_detail.html", context)


@takes_files(ONE_FILE)
@allow(Permission.WRITE_DOCUMENTS)
def create(request: HttpRequest) -> HttpResponse:
    user = person(request)
    form = DocumentCreateForm(*posted(request), user=user)

    def act() -> Document:
        values = form.values(file=kept_upload(form, user), is_demonstration=False)
        return actions.file_document(
            record_id=form.cleaned_data["record_id"], values=values, by=user
        )

    filed = attempt(form, act)
    if filed is None:
        return form_page(request, "documents/document_create.html", form)
    saved(request, f"{filed.reference} was added to the library.")
    return redirect(filed)


@allow(Permission.WRITE_DOCUMENTS)
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    user = person(request)
    document = _document(user, reference)
    initial = initial_of(document, DocumentEditForm)
    form = DocumentEditForm(*posted(request), user=user, initial=initial)

    def act() -> Document:
        values = form.values(file=document.file, is_demonstration=document.is_demonstration)
        return actions.amend_document(
            document=document,
            revision=form.cleaned_data["revision"],
            values=replace(values, file=kept_upload(form, user) or document.file),
            by=user,
        )

    amended = attempt(form, act, record=document)
    if amended is None:
        return form_page(request, "documents/document_edit.html", form, document=document)
    saved(request, f"{amended.reference} was updated.")
    return redirect(amended)


@allow(Permission.WRITE_DOCUMENTS)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a document out of use, after asking."""
    user = person(request)
    document = _document(user, reference)
    form = WithdrawForm(*posted(request), details=_details, initial={"revision": document.revision})

    def act() -> Document:
        stated = form.cleaned_data
        return actions.withdraw_document(
            document=document, revision=stated["revision"], reason=stated["reason"], by=user
        )

    withdrawn = attempt(form, act, record=document)
    if withdrawn is None:
        return form_page(request, "documents/document_withdraw.html", form, document=document)
    saved(request, f"{withdrawn.reference} was withdrawn.")
    return redirect(withdrawn)


@require_safe
@allow(Permission.READ_DOCUMENTS)
def file(request: HttpRequest, reference: str) -> HttpResponse:
    """Send the file of a document as a download."""
    return _download(request, _document(person(request), reference))


@require_safe
@public
def public_file(request: HttpRequest, reference: str) -> HttpResponse:
    """Send the file of a public document; answer 404 for any other."""
    rows = selectors.public_documents()
    return _download(request, get_object_or_404(rows, reference=reference))


def _details(document: Document) -> list[tuple[str, object]]:
    return [
        ("Title", document.title),
        ("Author or publisher", document.source),
        ("Type", document.get_kind_display()),
        ("Class", document.get_disclosure_class_display()),
        ("Note", document.note or "none"),
    ]


def _document(user: User, reference: str) -> Document:
    rows = Document.objects.visible_to(user).select_related("file", "recorded_by", "withdrawn_by")
    document: Document = get_object_or_404(rows, reference=reference)
    return document


def _download(request: HttpRequest, document: Document) -> HttpResponse:
    if document.file is None:
        raise Http404("This document has no file.")
    try:
        content = selectors.content_of(document.file)
    except Refused as refusal:
        context = {"document": document, "words": str(refusal)}
        return render(request, "documents/file_missing.html", context, status=503)
    name = f"{document.reference}{document.file.extension}"
    return attachment(name, content, document.file.content_type)
