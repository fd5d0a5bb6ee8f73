"""What the pages of this app have in common: one form page, and buttons that act."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from clayton_review.citable.editing import WithdrawForm, attempt, posted
from clayton_review.citable.records import Record
from clayton_review.web.forms import PortalForm
from clayton_review.web.pages import form_page, saved

Made = TypeVar("Made")


@dataclass(frozen=True)
class FormPage:
    """What a form page says around its form."""

    title: str
    action_label: str
    cancel_url: str
    lede: str = ""
    eyebrow: str = ""
    warning: str = ""
    other_url: str = ""
    other_label: str = ""
    is_grave: bool = False  # what it does cannot be undone


def save_or_show(
    request: HttpRequest,
    form: PortalForm,
    page: FormPage,
    act: Callable[[], Any],
    done: Callable[[Any], tuple[str, str]],
    *,
    record: Record | None = None,
) -> HttpResponse:
    """Show a form, or act on what was sent and go where `done` says: (sentence, address)."""
    result = attempt(form, act, record=record)
    if result is None:
        return form_page(request, "web/record_edit.html", form, page=page)
    message, url = done(result)
    saved(request, message)
    return redirect(url)


def withdraw_page(
    request: HttpRequest,
    record: Any,
    page: FormPage,
    act: Callable[[int, str], Any],
) -> HttpResponse:
    """Ask for the reason, then withdraw a record."""
    form = WithdrawForm(*posted(request), initial={"revision": record.revision})

    def withdraw() -> Any:
        return act(form.cleaned_data["revision"], form.cleaned_data["reason"])

    return save_or_show(
        request,
        form,
        replace(page, is_grave=True),
        withdraw,
        lambda result: ("Withdrawn, with the reason.", result.get_absolute_url()),
        record=record,
    )
