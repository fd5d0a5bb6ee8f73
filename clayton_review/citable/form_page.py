"""Pages with one form that saves a record, and pages that withdraw one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from clayton_review.citable.editing import WithdrawForm, attempt, details_by, posted
from clayton_review.citable.records import Record
from clayton_review.web.forms import PortalForm
from clayton_review.web.pages import form_page, saved


@dataclass(frozen=True)
class FormPageTexts:
    """Texts and links around a form."""

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
    page: FormPageTexts,
    act: Callable[[], Any],
    done: Callable[[Any], tuple[str, str]],
    *,
    record: Record | None = None,
) -> HttpResponse:
    """Show a form; once it is sent and valid, run `act` and redirect.

    `done` gets what `act` returned and returns the message and the address to go to.
    """
    result = attempt(form, act, record=record)
    if result is None:
        return form_page(request, "web/record_edit.html", form, page=page)
    message, url = done(result)
    saved(request, message)
    return redirect(url)


def withdraw_page(
    request: HttpRequest,
    record: Any,
    page: FormPageTexts,
    act: Callable[[int, str], Any],
    *,
    edit_form: type[PortalForm],
) -> HttpResponse:
    """Ask for the reason, then withdraw a record with `act(revision, reason)` and show it.

    If somebody changed the record meanwhile, its values are shown by the labels of `edit_form`.
    """
    initial = {"revision": record.revision}
    form = WithdrawForm(*posted(request), details=details_by(edit_form), initial=initial)

    def withdraw() -> Any:
        return act(form.cleaned_data["revision"], form.cleaned_data["reason"])

    return save_or_show(
        request,
        form,
        replace(page, is_grave=True),
        withdraw,
        lambda result: ("Withdrawn. The reason was recorded.", result.get_absolute_url()),
        record=record,
    )
