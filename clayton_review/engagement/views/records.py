"""List, detail, create, correct and withdraw: the same five pages for each record model."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import Truncator

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import attempt, posted
from clayton_review.citable.records import Record
from clayton_review.engagement import actions
from clayton_review.engagement.forms import RecordForm, RecordWithdrawalForm
from clayton_review.engagement.models import Contract
from clayton_review.engagement.views.record_pages.record_page import RecordPages
from clayton_review.web.formatting import as_title
from clayton_review.web.pages import form_page, listing, saved
from clayton_review.web.request_size import ONE_FILE, takes_files

Page = Callable[..., HttpResponse]


def list_page(pages: RecordPages) -> Page:
    """Return a page that lists records with a search, also as CSV."""

    @allow(Permission.READ_ENGAGEMENT)
    def page(request: HttpRequest) -> HttpResponse:
        rows = pages.model._default_manager.visible_to(person(request))  # type: ignore[attr-defined]
        matches = listing(
            request,
            rows.select_related(*pages.related) if pages.related else rows,
            search=pages.search,
            filters=pages.filters,
            sorts=pages.sorts,
            columns=pages.columns(pages),
            filename=pages.slug,
        )
        if matches.is_download:
            return matches.download()
        context = {"listing": matches, "pages": pages, "create_url": _create_url(pages, request)}
        return render(request, "engagement/record_list.html", context)

    return page


def detail_page(pages: RecordPages) -> Page:
    """Return a page that shows one record, its details and what may be done with it."""

    @allow(Permission.READ_ENGAGEMENT)
    def page(request: HttpRequest, key: str) -> HttpResponse:
        row = record_or_404(pages, request, key)
        context = {
            "row": row,
            "pages": pages,
            "details": pages.details(row),
            "list_url": pages.url(),
            "links": pages.links(row, person(request)),
            "moves": row.moves.select_related("moved_by") if hasattr(row, "moves") else (),
        }
        return render(request, "engagement/record_detail.html", context)

    return page


def create_page(pages: RecordPages) -> Page:
    """Return a page that creates a record."""

    @takes_files(ONE_FILE)
    @allow(pages.permission)
    def page(request: HttpRequest) -> HttpResponse:
        by = person(request)
        form = pages.create_form(*posted(request), user=by)

        def act() -> Any:
            values = values_of_form(form, None, by)
            return actions.file(record_id=form.cleaned_data["record_id"], values=values, by=by)

        row = attempt(form, act)
        if row is not None:
            saved(request, f"The {pages.noun} was saved.")
            return redirect(pages.url("detail", row))
        context = {
            "pages": pages,
            "heading": f"Add a new {pages.noun}",
            "cancel_url": pages.url(),
        }
        return form_page(request, "engagement/record_write.html", form, **context)

    return page


def edit_page(pages: RecordPages) -> Page:
    """Return a page that corrects a record; on an edit conflict it shows what is stored."""

    @takes_files(ONE_FILE)
    @allow(pages.permission)
    def page(request: HttpRequest, key: str) -> HttpResponse:
        row, by = record_or_404(pages, request, key), person(request)
        form = pages.edit_form(row)(*posted(request), user=by, initial=_initial(row))

        def act() -> Any:
            values = values_of_form(form, row, by)
            revision = form.cleaned_data["revision"]
            return actions.correct(row=row, revision=revision, values=values, by=by)

        if attempt(form, act, record=row) is not None:
            saved(request, f"The {pages.noun} was updated.")
            return redirect(pages.url("detail", row))
        title = Truncator(as_title(row)).chars(90)
        context = {"pages": pages, "heading": f"Edit {title}"}
        context["cancel_url"] = pages.url("detail", row)
        return form_page(request, "engagement/record_write.html", form, **context)

    return page


def withdraw_page(pages: RecordPages) -> Page:
    """Return a page that asks for a reason and withdraws the record."""

    @allow(pages.permission)
    def page(request: HttpRequest, key: str) -> HttpResponse:
        row, by = record_or_404(pages, request, key), person(request)
        form = RecordWithdrawalForm(
            *posted(request), details=pages.details, initial={"revision": row.revision}
        )

        def act() -> Any:
            values = form.cleaned_data
            return actions.withdraw(
                row=row, revision=values["revision"], reason=values["reason"], by=by
            )

        if attempt(form, act, record=row) is not None:
            saved(request, f"The {pages.noun} was withdrawn.")
            return redirect(pages.url("detail", row))
        context = {"pages": pages, "row": row, "cancel_url": pages.url("detail", row)}
        return form_page(request, "engagement/record_withdraw.html", form, **context)

    return page


def record_or_404(pages: RecordPages, request: HttpRequest, key: object) -> Any:
    """Return the record of this key, or 404 if this person may not see it."""
    rows = pages.model._default_manager.visible_to(person(request))  # type: ignore[attr-defined]
    return get_object_or_404(
        rows.select_related(*pages.related, "withdrawn_by"), **{pages.key: key}
    )


def values_of_form(form: RecordForm, row: Record | None, by: User) -> Any:
    """Return the values as typed; an uploaded receipt is stored first, else the old one stays."""
    if "receipt" in form.fields:
        upload = form.cleaned_data["receipt"]
        receipt = getattr(row, "receipt", None)
        form.cleaned_data["receipt"] = (
            actions.store_receipt(content=upload.read(), name=upload.name, by=by)
            if upload
            else receipt
        )
    return form.values()


def _initial(row: Record) -> dict[str, Any]:
    values = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
    values.pop("receipt", None)
    return values


def _create_url(pages: RecordPages, request: HttpRequest) -> str:
    if not person(request).may(pages.permission):
        return ""
    if pages.model is Contract and Contract.objects.exists():
        return ""
    return pages.url("create")
