"""The log: time, mileage or an expense in a minute, made for a phone in a parking lot."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from clayton_review import clock
from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import attempt, posted
from clayton_review.documents.selectors import content_of
from clayton_review.engagement import actions, selectors
from clayton_review.engagement.forms import LOG_FORMS
from clayton_review.engagement.models import Expense
from clayton_review.engagement.views.records import values_of_form
from clayton_review.web.downloads import attachment
from clayton_review.web.pages import form_page, saved
from clayton_review.web.request_size import ONE_FILE, takes_files

CATEGORIES = {"time": "Time", "mileage": "Mileage", "expense": "Expense"}


@takes_files(ONE_FILE)
@allow(Permission.WRITE_ENGAGEMENT)
def log(request: HttpRequest, category: str = "time") -> HttpResponse:
    """Show the form for one category, and below it what one logged that day."""
    if category not in LOG_FORMS:
        raise Http404
    by, day = person(request), _day(request)
    initial = {"incurred_on": day, "task": selectors.last_task(by, category)}
    form = LOG_FORMS[category](*posted(request), user=by, initial=initial)

    def act() -> Expense:
        values = values_of_form(form, None, by)
        row: Expense = actions.file(record_id=form.cleaned_data["record_id"], values=values, by=by)
        return row

    row = attempt(form, act)
    if row is not None:
        saved(request, f"{row.reference} was saved: {row.summary}.")
        address = reverse("engagement:log_category", args=[category])
        return redirect(f"{address}?day={row.incurred_on:%Y-%m-%d}#entries")
    context = {
        "category": category,
        "categories": CATEGORIES,
        "logged": selectors.day_logged(by, day),
    }
    context["mile_rate"] = selectors.mileage_rate(day) if category == "mileage" else None
    return form_page(request, "engagement/log.html", form, **context)


@require_safe
@allow(Permission.READ_ENGAGEMENT)
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    """Send the receipt of an expense as a download."""
    rows: Any = Expense.objects.visible_to(person(request)).select_related("receipt")
    row = get_object_or_404(rows, reference=key, receipt__isnull=False)
    name = f"{row.reference}{row.receipt.extension}"
    return attachment(name, content_of(row.receipt), row.receipt.content_type)


def _day(request: HttpRequest) -> date:
    """Return the day asked for; today if it is missing or not valid."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return clock.today()
    return day if 1900 <= day.year <= clock.today().year else clock.today()
