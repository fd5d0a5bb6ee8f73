"""Doing one thing to several rows of a list: chosen, shown again, then all of them or none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.web.formatting import count, count_phrase
from clayton_review.web.forms import PortalForm

MOST = 1_000  # records in one go

Apply = Callable[[Any, int, dict[str, Any], User], None]


@dataclass(frozen=True)
class BulkAct:
    """One thing to do with rows: a verb as label, what it means, the form that asks for more.

    `apply` gets a row, the revision that was seen, the form's values and who asks; it raises one
    of `refusals` with a sentence.
    """

    name: str
    label: str
    consequence: str
    permission: Permission
    form: Callable[..., PortalForm]
    apply: Apply
    refusals: tuple[type[Exception], ...]


@dataclass(frozen=True)
class Bulk:
    """Acts on several rows of a list, and the address they are sent to."""

    url_name: str
    list_name: str
    acts: tuple[BulkAct, ...]
    token: str = ""

    def mark(self, row: Any) -> str:
        """Return the value of a row's checkbox: its key and revision."""
        return f"{row.pk}.{getattr(row, 'revision', 0)}"

    def offered(self, request: HttpRequest, user: User) -> "Bulk | None":
        """Return the acts this person may do, with the page's token; None if there are none."""
        acts = tuple(act for act in self.acts if user.may(act.permission))
        return replace(self, acts=acts, token=get_token(request)) if acts else None

    def back(self, request: HttpRequest) -> str:
        """Return the address of the list with its search."""
        query = request.GET.urlencode()
        return reverse(self.list_name) + (f"?{query}" if query else "")


def bulk_page(
    request: HttpRequest, bulk: Bulk, rows: QuerySet[Any] | Sequence[Any], user: User
) -> HttpResponse:
    """Ask once more for the chosen rows and what is needed, then do it to all or none.

    Only rows that the list shows for its present search can be chosen.
    """
    acts = [act for act in bulk.acts if user.may(act.permission)]
    act = next((act for act in acts if act.name == request.POST.get("act")), None)
    marked = _chosen_rows(request.POST, bulk, rows) if act else []
    if act is None or not marked or len(marked) > MOST:
        return _refuse_choice(request, bulk, len(marked))
    is_sent = request.POST.get("step") == "do"
    form = act.form(request.POST if is_sent else None)
    failures: list[tuple[Any, str]] = []
    if is_sent and form.is_valid():
        failures = _all_or_none(act, marked, form.cleaned_data, user)
        if not failures:
            words = count_phrase(len(marked), "record was", "records were")
            return _back_with_message(request, bulk, f"{words} changed.")
    context = {
        "act": act,
        "form": form,
        "rows": [row for row, _ in marked],
        "marked": [(row, f"{row.pk}.{revision}") for row, revision in marked],
        "failures": failures,
        "back_url": bulk.back(request),
    }
    status = 422 if failures or (form.is_bound and form.errors) else 200
    return render(request, "web/bulk_confirm.html", context, status=status)


def _chosen_rows(
    sent: QueryDict, bulk: Bulk, rows: QuerySet[Any] | Sequence[Any]
) -> list[tuple[Any, int]]:
    """Return the chosen rows of the list, each with the revision that its chooser saw."""
    if sent.get("all") == "yes":
        return [(row, int(bulk.mark(row).rpartition(".")[2])) for row in rows[: MOST + 1]]
    revisions = {}
    for mark in sent.getlist("chosen")[: MOST + 1]:
        key, _, revision = mark.rpartition(".")
        try:
            revisions[UUID(key)] = min(int(revision), 2_147_483_647)
        except ValueError:
            continue
    marked = rows.filter(pk__in=revisions) if isinstance(rows, QuerySet) else rows
    return [(row, revisions[row.pk]) for row in marked if row.pk in revisions]


def _all_or_none(
    act: BulkAct, marked: list[tuple[Any, int]], values: dict[str, Any], user: User
) -> list[tuple[Any, str]]:
    """Apply the act to all rows; if any is refused, undo all and return those refused and why."""
    failures = []
    with transaction.atomic():
        for row, revision in marked:
            try:
                with transaction.atomic():
                    act.apply(row, revision, values, user)
            except act.refusals as refusal:
                failures.append((row, str(refusal)))
        if failures:
            transaction.set_rollback(True)
    return failures


def _refuse_choice(request: HttpRequest, bulk: Bulk, n: int) -> HttpResponse:
    words = "Choose at least one record from the list."
    if n > MOST:
        words = f"Choose at most {count(MOST)} records at a time."
    return _back_with_message(request, bulk, words, is_success=False)


def _back_with_message(
    request: HttpRequest, bulk: Bulk, words: str, *, is_success: bool = True
) -> HttpResponse:
    (messages.success if is_success else messages.error)(request, words)
    return redirect(bulk.back(request))
