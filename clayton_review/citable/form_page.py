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
class Page:
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


def write(
    request: HttpRequest,
    form: PortalForm,
    page: Page,
    act: Callable[[], Any],
    done: Callable[[Any], tuple[str, str]],
    *,
    record: Record | None = None,
) -> HttpResponse:
    """Show a form, or act on what was sent and go where `done` says: (sentence, address)."""
    made = attempt(form, act, record=record)
    if made is None:
        return form_page(request, "web/record_edit.html", form, page=page)
    words, url = done(made)
    saved(request, words)
    return redirect(url)


def take_back(
    request: HttpRequest,
    record: Any,
    page: Page,
    act: Callable[[int, str], Any],
) -> HttpResponse:
    """Ask for the reason, then withdraw a record."""
    form = WithdrawForm(*posted(request), initial={"revision": record.revision})

    def withdraw() -> Any:
        return act(form.cleaned_data["revision"], form.cleaned_data["reason"])

    return write(
        request,
        form,
        replace(page, is_grave=True),
        withdraw,
        lambda made: ("Withdrawn. The reason was recorded.", made.get_absolute_url()),
        record=record,
    )
