"""List, detail, create, correct and withdraw: the same five pages for each kind."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.records import Record, Stale
from clayton_review.engagement import actions
from clayton_review.engagement.forms import FactsForm, WithdrawForm
from clayton_review.engagement.models import Contract
from clayton_review.engagement.views.kinds import Kind
from clayton_review.refusals import Refused
from clayton_review.web.pages import form_page, listing, saved

Page = Callable[..., HttpResponse]


def list_page(kind: Kind) -> Page:
    """The list of a kind, searchable, with the same rows as CSV."""

    @allow(Permission.READ_ENGAGEMENT)
    def page(request: HttpRequest) -> HttpResponse:
        rows = kind.model._default_manager.visible_to(person(request))  # type: ignore[attr-defined]
        found = listing(
            request,
            rows.select_related(*kind.related) if kind.related else rows,
            search=kind.search,
            filters=kind.filters,
            sorts=kind.sorts,
            columns=kind.columns(kind),
            filename=kind.slug,
        )
        if found.wants_csv:
            return found.csv()
        context = {"listing": found, "kind": kind, "create_url": _create_url(kind, request)}
        return render(request, "engagement/record_list.html", context)

    return page


def detail_page(kind: Kind) -> Page:
    """One record with its facts and what may be done with it."""

    @allow(Permission.READ_ENGAGEMENT)
    def page(request: HttpRequest, key: str) -> HttpResponse:
        row = found(kind, request, key)
        context = {
            "row": row,
            "kind": kind,
            "facts": kind.facts(row),
            "list_url": kind.url(),
            "links": _links(kind, row, person(request)),
            "moves": row.moves.select_related("moved_by") if hasattr(row, "moves") else (),
        }
        return render(request, "engagement/record_detail.html", context)

    return page


def create_page(kind: Kind) -> Page:
    """The form of a new record."""

    @allow(kind.permission)
    def page(request: HttpRequest) -> HttpResponse:
        by = person(request)
        form = kind.create_form(request.POST or None, request.FILES or None, user=by)
        if request.method == "POST" and form.is_valid():
            try:
                facts = facts_of(form, None, by)
                row = actions.file(record_id=form.cleaned_data["record_id"], facts=facts, by=by)
            except Refused as error:
                refuse_new(form, error)
            else:
                saved(request, f"The {kind.noun} was added.")
                return redirect(kind.url("detail", row))
        context = {"kind": kind, "heading": f"Add a new {kind.noun}", "cancel_url": kind.url()}
        return form_page(request, "engagement/record_write.html", form, **context)

    return page


def edit_page(kind: Kind) -> Page:
    """The form that corrects a record; a stale one keeps what was typed beside what is stored."""

    @allow(kind.permission)
    def page(request: HttpRequest, key: str) -> HttpResponse:
        row, by = found(kind, request, key), person(request)
        stored: list[tuple[str, object]] = []
        form = kind.edit_form(row)(
            request.POST or None, request.FILES or None, user=by, initial=_initial(row)
        )
        if request.method == "POST" and form.is_valid():
            try:
                facts = facts_of(form, row, by)
                actions.correct(row=row, revision=form.cleaned_data["revision"], facts=facts, by=by)
            except Refused as error:
                stored = refuse(form, error, row, kind)
            else:
                saved(request, f"The {kind.noun} was updated.")
                return redirect(kind.url("detail", row))
        context = {"kind": kind, "heading": f"Edit {row}", "stored": stored}
        context["cancel_url"] = kind.url("detail", row)
        return form_page(request, "engagement/record_write.html", form, **context)

    return page


def withdraw_page(kind: Kind) -> Page:
    """Asks for the reason and takes the record out of use."""

    @allow(kind.permission)
    def page(request: HttpRequest, key: str) -> HttpResponse:
        row, by = found(kind, request, key), person(request)
        form = WithdrawForm(request.POST or None, initial={"revision": row.revision})
        if request.method == "POST" and form.is_valid():
            values = form.cleaned_data
            try:
                actions.withdraw(
                    row=row, revision=values["revision"], reason=values["reason"], by=by
                )
            except Refused as error:
                refuse(form, error, row, kind)
            else:
                saved(request, f"The {kind.noun} was withdrawn.")
                return redirect(kind.url("detail", row))
        context = {"kind": kind, "row": row, "cancel_url": kind.url("detail", row)}
        return form_page(request, "engagement/record_withdraw.html", form, **context)

    return page


def found(kind: Kind, request: HttpRequest, key: object) -> Any:
    """The record of this key, or 404 when it does not exist for this person."""
    rows = kind.model._default_manager.visible_to(person(request))  # type: ignore[attr-defined]
    return get_object_or_404(rows.select_related(*kind.related, "withdrawn_by"), **{kind.key: key})


def refuse_new(form: Any, error: Refused) -> None:
    """Say why beside the field it is about, or above the form."""
    form.add_error(error.field if error.field in form.fields else None, str(error))


def refuse(form: Any, error: Refused, row: Record, kind: Kind) -> list[tuple[str, object]]:
    """Say why; a stale form may be sent again, and what is stored is returned."""
    refuse_new(form, error)
    if not isinstance(error, Stale):
        return []
    row.refresh_from_db()
    form.data = form.data.copy()
    form.data["revision"] = str(row.revision)
    return kind.facts(row)


def facts_of(form: FactsForm, row: Record | None, by: User) -> Any:
    """The facts as typed; an uploaded receipt is stored first, none keeps the one there is."""
    if "receipt" in form.fields:
        upload = form.cleaned_data["receipt"]
        kept = getattr(row, "receipt", None)
        form.cleaned_data["receipt"] = (
            actions.store_receipt(content=upload.read(), name=upload.name, by=by)
            if upload
            else kept
        )
    return form.facts()


def _initial(row: Record) -> dict[str, Any]:
    values = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
    values.pop("receipt", None)
    return values


def _create_url(kind: Kind, request: HttpRequest) -> str:
    if not person(request).may(kind.permission):
        return ""
    if kind.model is Contract and Contract.objects.exists():
        return ""
    return kind.url("create")


def _links(kind: Kind, row: Any, user: User) -> list[tuple[str, str]]:
    """List the acts this person may take on the record: label and address."""
    if row.is_withdrawn or not user.may(kind.permission):
        return []
    links = [("Edit", kind.url("edit", row))]
    if kind.slug == "milestones" and not row.reached_on:
        links = [
            ("Mark as reached", kind.url("reach", row)),
            ("Change the due date", kind.url("move", row)),
            *links,
        ]
    if kind.slug == "decisions" and not row.decided_on:
        links = [("Record the outcome", kind.url("outcome", row)), *links]
    if kind.model is not Contract:
        links.append(("Withdraw", kind.url("withdraw", row)))
    return links
