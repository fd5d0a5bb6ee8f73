"""Received files: search inside them, one file, its bytes, and the way into the library."""

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import attempt, posted
from clayton_review.documents import actions, filetypes
from clayton_review.documents.forms.intakes import LibraryFilingForm
from clayton_review.documents.models import (
    Document,
    DocumentInput,
    DocumentKind,
    DocumentRequest,
    FileOutcome,
    IntakeFile,
)
from clayton_review.documents.selectors import content_of, searching
from clayton_review.documents.selectors.receipts import remark
from clayton_review.refusals import Refused
from clayton_review.web.downloads import attachment
from clayton_review.web.pages import Column, Filter, form_page, listing, saved

_COLUMNS = (
    Column("File", lambda row: row.name, url=lambda row: row.get_absolute_url()),
    Column("Control number", lambda row: row.control, kind="reference"),
    Column("Path", lambda row: row.path),
    Column("Type", lambda row: row.kind),
    Column("Request", lambda row: row.intake.request.reference if row.intake.request else ""),
    Column("Note", remark),
)
_TEXTS: dict[str, dict[str, Any]] = {"read": {"file__reading__state": "read"},
          "none": {"file__reading__state__in": ("empty", "failed")}}  # fmt: skip
_FILTERS: dict[str, Any] = {
    "kind": Filter("Type", [(kind.label, kind.label) for kind in filetypes.ALLOWED]),
    "duplicates": Filter(
        "Duplicates",
        [("without", "Leave out"), ("only", "Only these")],
        lambda rows, v: rows.filter(
            outcome=FileOutcome.DUPLICATE if v == "only" else FileOutcome.KEPT
        ),
    ),
    "text": Filter(
        "Text",
        [("read", "With text"), ("none", "No readable text")],
        lambda rows, value: rows.filter(**_TEXTS[value]),
    ),
}
_ROWS = IntakeFile.objects.received().select_related(
    "intake__request", "duplicate_of", "file__reading", "document"
)


@require_safe
@allow(Permission.READ_DOCUMENTS)
def index(request: HttpRequest) -> HttpResponse:
    """List received files by the words in them, with the passage around the first hit."""
    document_requests = DocumentRequest.objects.filter(intakes__isnull=False).distinct()
    requests = [(row.reference, str(row)) for row in document_requests.only("reference", "title")]
    by_request = Filter(
        "Request", requests, lambda rows, value: rows.filter(intake__request__reference=value)
    )
    matches = listing(
        request,
        _ROWS.all(),
        search=searching.matching,
        filters={"request": by_request, **_FILTERS},
        sorts={"control_number": "number", "newest": "-number", "path": "path"},
        columns=_COLUMNS,
        filename="received-files",
    )
    if matches.is_download:
        return matches.download()
    typed = matches.form.cleaned_data.get("q") or ""
    rows = list(matches.page)
    hits = searching.hits(rows, typed) if typed else {}
    context = {
        "listing": matches,
        "typed": typed,
        "rows": [(row, hits.get(row.file_id)) for row in rows],
    }
    return render(request, "documents/received_list.html", context)


@require_safe
@allow(Permission.READ_DOCUMENTS)
def detail(request: HttpRequest, control: str) -> HttpResponse:
    """Show one received file: where it came from, its text, and what cites it."""
    row = _file(control, even_undone=True)
    typed = request.GET.get("q", "")[:200].replace("\x00", "")
    pages = searching.pages_of(row, typed)
    context = {
        "row": row,
        "remark": remark(row),
        "typed": typed,
        "pages": pages,
        "copies": row.duplicates.select_related("intake"),
        "may_write": person(request).may(Permission.WRITE_DOCUMENTS) and not row.intake.is_undone,
    }
    return render(request, "documents/received_detail.html", context)


@require_safe
@allow(Permission.READ_DOCUMENTS)
def file(request: HttpRequest, control: str) -> HttpResponse:
    """Send the bytes of a received file as a download."""
    row = _file(control)
    if row.file is None:
        raise Http404("This file was not accepted.")
    try:
        content = content_of(row.file)
    except Refused as refusal:
        context = {"document": {"reference": row.control}, "words": str(refusal)}
        return render(request, "documents/file_missing.html", context, status=503)
    return attachment(f"{row.control}{row.file.extension}", content, row.file.content_type)


@allow(Permission.WRITE_DOCUMENTS)
def library_add(request: HttpRequest, control: str) -> HttpResponse:
    """File a received file into the library, so that it can be cited."""
    user = person(request)
    row = _file(control)
    document_request = row.intake.request
    title = re.sub(r"[_\s]+", " ", row.name.rpartition(".")[0] or row.name).strip()[:200]
    initial = {
        "title": title,
        "source": document_request.office if document_request else row.intake.author[:200],
        "kind": DocumentKind.OTHER,
    }
    form = LibraryFilingForm(*posted(request), user=user, initial=initial)

    def act() -> Document:
        typed = dict(form.cleaned_data)
        record_id = typed.pop("record_id")
        values = DocumentInput(**typed, note=f"Received as {row.control}: {row.path}"[:4_000])
        return actions.file_received(received=row, record_id=record_id, values=values, by=user)

    filed = attempt(form, act)
    if filed is None:
        return form_page(request, "documents/library_add.html", form, row=row)
    saved(request, f"{filed.reference} was added to the library and can be cited.")
    return redirect(filed)


def _file(control: str, *, even_undone: bool = False) -> IntakeFile:
    """Return the file of a control number, or 404; undone deliveries only with `even_undone`."""
    number = re.fullmatch(r"CLY-(\d{6,9})", control)
    rows = IntakeFile.objects.all() if even_undone else _ROWS
    rows = rows.select_related("intake__request", "duplicate_of", "file__reading", "document")
    file: IntakeFile = get_object_or_404(rows, number=int(number[1]) if number else 0)
    return file
